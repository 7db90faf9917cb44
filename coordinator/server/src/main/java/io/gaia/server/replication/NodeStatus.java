package io.gaia.server.replication;

import java.util.List;
import java.util.Optional;

/**
 * A node and the group as it sees them.
 *
 * @param role leader, follower, candidate or listener
 * @param leader absent while none is known
 */
public record NodeStatus(
    String nodeId,
    String role,
    Optional<String> leader,
    long term,
    List<Peer> peers,
    long commitIndex,
    long appliedIndex) {

  /**
   * @param commitIndex as far as it is known here; -1 if it is not
   */
  public record Peer(String id, String address, long commitIndex) {}
}
