package io.gaia.server.replication;

import io.gaia.server.config.ClusterSettings;
import io.gaia.server.config.HostPort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;

/**
 * The nodes that replicate the coordination state, as this node sees them at its start.
 *
 * @param id of the group; while this node waits to be added to one, its sign
 * @param self this node's id; in a group of several it is the address the others know it by
 * @param bind where this node listens for the others
 * @param peers every first member, this node among them; none when it waits to be added
 * @param directory holds the log and the snapshots
 */
record Group(RaftGroupId id, RaftPeerId self, HostPort bind, List<RaftPeer> peers, Path directory) {

  /**
   * Restores a backup first, if that is asked for.
   *
   * @throws IllegalArgumentException says which setting does not fit, and what it takes
   */
  static Group of(ClusterSettings cluster, KnownFormat known, Instant now) throws IOException {
    Group group = cluster.enabled() ? several(cluster) : alone(cluster);
    Backup.restore(cluster.dataDirectory(), now);
    RaftGroupId withoutLog = group.peers.isEmpty() ? GroupIds.waiting(known) : GroupIds.FIRST;
    return group.called(GroupIds.onDisk(cluster.dataDirectory()).orElse(withoutLog));
  }

  private Group called(RaftGroupId name) {
    return new Group(name, self, bind, peers, directory);
  }

  /** A group of one needs no port that others can reach, so it has none. */
  private static Group alone(ClusterSettings cluster) {
    Discovery.requireLone(cluster.dataDirectory());
    HostPort loopback = new HostPort("127.0.0.1", 0);
    RaftPeer peer = peer(cluster.nodeId(), loopback);
    return new Group(
        GroupIds.FIRST, peer.getId(), loopback, List.of(peer), cluster.dataDirectory());
  }

  private static Group several(ClusterSettings cluster) throws IOException {
    Discovery.Found found =
        new Discovery(cluster, Discovery.Resolver.DNS, Discovery.Patience.USUAL).find();
    List<RaftPeer> peers = found.members().stream().map(node -> peer(id(node), node)).toList();
    return new Group(
        GroupIds.FIRST,
        RaftPeerId.valueOf(id(found.own())),
        cluster.bindAddress(),
        peers,
        cluster.dataDirectory());
  }

  boolean isOfOne() {
    return peers.size() == 1;
  }

  /**
   * The group's log is one, so its indexes mean the same on every node. A restored one has other
   * indexes, so it may be called the same.
   */
  static String streamId() {
    return GroupIds.FIRST.getUuid().toString();
  }

  /** The members, or this node alone while it knows none. */
  RaftGroup knownAtStart() {
    return peers.isEmpty() ? RaftGroup.valueOf(id, peer(self.toString(), bind)) : raftGroup();
  }

  RaftGroup raftGroup() {
    return RaftGroup.valueOf(id, peers);
  }

  /** Ids name folders too, so they hold no colon. */
  static String id(HostPort address) {
    return address.host().replace(':', '.').replaceAll("[\\[\\]]", "") + "_" + address.port();
  }

  static RaftPeer peer(String id, HostPort address) {
    return RaftPeer.newBuilder().setId(id).setAddress(address.toString()).build();
  }
}
