package io.gaia.server.replication;

import java.util.List;
import java.util.Optional;

/**
 * A node and the group as it sees them.
 *
 * @param role leader, follower, candidate or listener; removed when it is no member any more
 * @param leader absent while none is known
 * @param peers every member, this node among them; none while it waits to be added, or is removed
 * @param formats which versions of the log's format there are
 */
public record NodeStatus(
    String nodeId,
    String role,
    Optional<String> leader,
    long term,
    List<Peer> peers,
    long commitIndex,
    long appliedIndex,
    Formats formats) {

  /**
   * Versions of the log's format.
   *
   * @param agreed what the log may hold, because every member knows it
   * @param known the highest that this node knows
   */
  public record Formats(int agreed, int known) {}

  /**
   * A member.
   *
   * @param commitIndex as it says itself; else as far as it is known here, and -1 if it is not
   * @param position what it said of itself; absent while it does not answer
   */
  public record Peer(String id, String address, long commitIndex, Optional<Position> position) {

    Peer saying(Position said) {
      return new Peer(id, address, said.commitIndex(), Optional.of(said));
    }

    /** Entries that are committed, as far as anybody says, and not applied there. */
    Optional<Long> behind(long furthest) {
      return position.map(said -> Math.max(0, furthest - said.appliedIndex()));
    }
  }

  /**
   * How far a member is.
   *
   * @param formatVersionKnown the highest version of the log's format that it knows
   */
  public record Position(
      String role, long term, long commitIndex, long appliedIndex, int formatVersionKnown) {}

  NodeStatus removed() {
    return new NodeStatus(
        nodeId, "removed", Optional.empty(), term, List.of(), commitIndex, appliedIndex, formats);
  }

  Position position() {
    return new Position(role, term, commitIndex, appliedIndex, formats.known());
  }

  NodeStatus with(List<Peer> asked) {
    return new NodeStatus(nodeId, role, leader, term, asked, commitIndex, appliedIndex, formats);
  }

  /** How many committed entries that member has not applied yet; absent if it does not answer. */
  public Optional<Long> behind(Peer peer) {
    long furthest =
        Math.max(commitIndex, peers.stream().mapToLong(Peer::commitIndex).max().orElse(-1));
    return peer.behind(furthest);
  }
}
