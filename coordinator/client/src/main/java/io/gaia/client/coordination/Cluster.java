package io.gaia.client.coordination;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The nodes as the asked one sees them.
 *
 * @param leader absent while none is known
 * @param formatVersion of log entries and snapshots: what every member can read
 */
public record Cluster(
    String nodeId,
    String role,
    Optional<String> leader,
    long term,
    List<Peer> peers,
    long commitIndex,
    long appliedIndex,
    int formatVersion) {

  /**
   * A member.
   *
   * @param reachable whether it answered the asked node; what is optional is absent if not
   * @param commitIndex -1 while it is not known
   * @param lag committed entries that it has not applied yet
   * @param formatVersionKnown the highest that its build can read
   */
  public record Peer(
      String id,
      String address,
      boolean reachable,
      Optional<String> role,
      OptionalLong term,
      long commitIndex,
      OptionalLong appliedIndex,
      OptionalLong lag,
      OptionalInt formatVersionKnown) {}
}
