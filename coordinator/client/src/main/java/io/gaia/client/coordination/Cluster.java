package io.gaia.client.coordination;

import java.util.List;
import java.util.Optional;

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

  /** A node of the cluster. */
  public record Peer(String id, String address) {}
}
