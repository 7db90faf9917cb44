package io.gaia.client.coordination;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The nodes as the asked one sees them.
 *
 * @param leader absent while none is known
 */
public record Cluster(
    String nodeId,
    String role,
    Optional<String> leader,
    long term,
    List<Peer> peers,
    long commitIndex,
    long appliedIndex) {

  /**
   * A member.
   *
   * @param reachable whether it answered the asked node; what is optional is absent if not
   * @param commitIndex -1 while it is not known
   * @param lag committed entries that it has not applied yet
   */
  public record Peer(
      String id,
      String address,
      boolean reachable,
      Optional<String> role,
      OptionalLong term,
      long commitIndex,
      OptionalLong appliedIndex,
      OptionalLong lag) {}
}
