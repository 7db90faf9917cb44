package io.gaia.server.replication;

import io.gaia.core.View;
import io.gaia.schemas.raft.RaftProto.MembershipChange;
import io.gaia.server.config.HostPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.ratis.protocol.RaftPeer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who belongs to the group, changed while it serves. The leader changes it, in one step of the log,
 * and only if those that stay and answer are a majority before and after; any node may be asked.
 */
public final class Membership {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
  private static final String TOPIC = "membership-task";

  /** Is told to a node that is no member any more. */
  static final String REMOVED = "removed";

  private static final Duration PATIENCE = Duration.ofSeconds(55);

  private final NodeLine nodes;
  private final NodeTasks tasks;
  private final RaftNode raft;
  private final Roll roll;
  private final Supplier<CompletableFuture<View>> newest;
  private final Semaphore changing;

  private final ExecutorService oneByOne =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "membership");
            thread.setDaemon(true);
            return thread;
          });

  /** The change does not fit the group as it is. */
  public static final class Refused extends RuntimeException {
    Refused(String why) {
      super(why);
    }
  }

  /**
   * @param newest the state, as the leader has it when all before has been applied
   * @param changing held while members change, or what the log may hold: one is held against the
   *     other
   */
  Membership(
      NodeLine nodes,
      RaftNode raft,
      Roll roll,
      Supplier<CompletableFuture<View>> newest,
      Semaphore changing) {
    this.nodes = nodes;
    this.raft = raft;
    this.roll = roll;
    this.newest = newest;
    this.changing = changing;
    tasks = new NodeTasks(nodes, PATIENCE);
    tasks.perform(
        TOPIC,
        body -> {
          MembershipChange change = MembershipChange.parseFrom(body);
          return refusalOf(
              change.getJoiningList().stream().map(HostPort::parse).toList(),
              Set.copyOf(change.getLeavingList()));
        },
        oneByOne);
  }

  /**
   * Adds a node that waits with an empty disk ({@code CLUSTER_BOOTSTRAP=false}). It votes once it
   * has what the others have. Blocks until then.
   *
   * @throws Refused when the group should not become so, or not now
   */
  public void add(HostPort address) {
    change(List.of(address), List.of());
  }

  /** Takes a node out; a leader hands over first. As {@link #add}. */
  public void remove(String nodeId) {
    change(List.of(), List.of(nodeId));
  }

  /** Both in one step, so that the group is never smaller. As {@link #add}. */
  public void replace(String nodeId, HostPort address) {
    change(List.of(address), List.of(nodeId));
  }

  void close() {
    oneByOne.shutdownNow();
  }

  private void change(List<HostPort> joining, List<String> leaving) {
    if (raft.waitsToBeAdded()) {
      throw new UnavailableException(
          UnavailableException.Reason.NOT_LEADING,
          "This node waits to be added to a group: ask a member of it");
    }
    MembershipChange change =
        MembershipChange.newBuilder()
            .addAllJoining(joining.stream().map(HostPort::toString).toList())
            .addAllLeaving(leaving)
            .build();
    Optional<String> other = raft.otherLeader();
    String refusal =
        other.isPresent()
            ? tasks.have(
                other.get(), TOPIC, change.toByteArray(), () -> raft.otherLeader().equals(other))
            : refusalOf(joining, Set.copyOf(leaving));
    if (!refusal.isEmpty()) {
      throw new Refused(refusal);
    }
  }

  /** Here, where this node leads. Empty when it is done. */
  private String refusalOf(List<HostPort> joining, Set<String> leaving) {
    try {
      changing.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "this node stops";
    }
    try {
      newest.get().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
      return refusalNow(joining, leaving);
    } catch (CompletionException e) {
      return e.getCause() instanceof TimeoutException
          ? "not now: the log did not move within " + PATIENCE.toSeconds() + " s"
          : "not now: " + e.getCause().getMessage();
    } finally {
      changing.release();
    }
  }

  private String refusalNow(List<HostPort> joining, Set<String> leaving) {
    NodeStatus before = roll.call().join();
    Set<String> members =
        before.peers().stream().map(NodeStatus.Peer::id).collect(Collectors.toSet());
    List<RaftPeer> after = new ArrayList<>();
    List<String> away = new ArrayList<>();
    for (NodeStatus.Peer peer : before.peers()) {
      if (!leaving.contains(peer.id())) {
        after.add(Group.peer(peer.id(), HostPort.parse(peer.address())));
        if (peer.position().isEmpty()) {
          away.add(peer.id());
        }
      }
    }
    for (String id : leaving) {
      if (!members.contains(id)) {
        return "%s is no member: these are %s".formatted(id, members);
      }
    }
    for (HostPort address : joining) {
      RaftPeer peer = Group.peer(Group.id(address), address);
      if (members.contains(peer.getId().toString())) {
        return "%s is a member already; one that lost its disk is removed first".formatted(address);
      }
      Optional<String> unfit = raft.invite(peer);
      if (unfit.isPresent()) {
        return unfit.get();
      }
      after.add(peer);
    }
    if (after.size() - away.size() <= after.size() / 2) {
      return "of the %d members that there would be %s do not answer, and the rest is no majority"
          .formatted(after.size(), away);
    }
    if (leaving.contains(before.nodeId())) {
      return "this node leads: hand leadership to another first (transfer)";
    }
    LOG.info("The group of {} becomes {}", members, after);
    String refusal = raft.changeMembers(after);
    if (refusal.isEmpty()) {
      before.peers().stream()
          .filter(peer -> leaving.contains(peer.id()) && peer.position().isPresent())
          .forEach(peer -> farewell(peer.id()));
    }
    return refusal;
  }

  /** Else it would learn of it when it asks for votes. */
  private void farewell(String nodeId) {
    try {
      nodes.ask(nodeId, REMOVED, new byte[0]).orTimeout(1, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      LOG.info("{} was removed and could not be told so: {}", nodeId, String.valueOf(e.getCause()));
    }
  }
}
