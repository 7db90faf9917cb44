package io.gaia.server.replication;

import io.gaia.core.Request;
import io.gaia.core.Settings;
import io.gaia.core.View;
import io.gaia.core.command.ClusterCommand;
import io.gaia.core.command.ClusterCommand.LeaderElected;
import io.gaia.core.command.ClusterCommand.RaiseFormat;
import io.gaia.server.config.ClusterSettings;
import io.gaia.server.config.RaftSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node's whole part in the coordination: log, state, the way in, and snapshots. */
public final class CoordinationNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CoordinationNode.class);

  private static final long FORMAT_LOOK_MS = 1_000;
  private static final long PROPOSE_WITHIN_MS = 10_000;

  private static final String REMOVED =
      "This node was removed from the group: stop it. To come back it starts with an empty"
          + " directory and CLUSTER_BOOTSTRAP=false";

  private final CoordinationReplica replica;
  private final Timekeeping time;
  private final RaftNode raft;
  private final CommandSequencer sequencer;
  private final NodeLine nodes = new NodeLine((node, question) -> raft().ask(node, question));
  private final CommandRoute route;
  private final HandOver handOver;
  private final Roll roll;
  private final FormatAgreement format;
  private final Semaphore changing = new Semaphore(1);
  private final Membership membership;
  private volatile boolean removed;
  private volatile boolean failed;
  private final AtomicLong leaderChanges = new AtomicLong();
  private final LockWaits lockWaits = new LockWaits(request -> route().submit(request));
  private final long snapshotIntervalMs;
  private final String streamId;
  private final Consumer<Throwable> onFailure;
  private final ReplicatedStateMachine stateMachine;
  private final SnapshotSchedule snapshots;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "coordination-timer");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param rules of the state machine, from the next term of this node as leader on
   * @param onFailure called when the node has stopped because going on could do harm
   */
  public CoordinationNode(
      ClusterSettings cluster,
      RaftSettings raftSettings,
      Transport transport,
      Settings rules,
      InstantSource wallClock,
      Consumer<Throwable> onFailure)
      throws IOException {
    this(
        cluster,
        raftSettings,
        LogSizes.USUAL,
        KnownFormat.CURRENT,
        transport,
        rules,
        wallClock,
        onFailure);
  }

  CoordinationNode(
      ClusterSettings cluster,
      RaftSettings raftSettings,
      LogSizes sizes,
      KnownFormat known,
      Transport transport,
      Settings rules,
      InstantSource wallClock,
      Consumer<Throwable> onFailure)
      throws IOException {
    this.onFailure = onFailure;
    replica = new CoordinationReplica(known);
    time =
        new Timekeeping(
            replica::view,
            wallClock,
            move -> {
              var unused = propose(move);
            });
    format =
        new FormatAgreement(known, replica::view, this::statusOfAll, this::raiseFormat, changing);
    snapshotIntervalMs = raftSettings.snapshotInterval().toMillis();
    Group group = Group.of(cluster, known, wallClock.instant());
    streamId = !cluster.enabled() ? ownStreamId(group.directory()) : Group.streamId();
    stateMachine =
        new ReplicatedStateMachine(replica, new Leadership(), sizes, raftSettings.snapshotRetain());
    raft = new RaftNode(group, raftSettings, sizes, transport, stateMachine);
    snapshots = new SnapshotSchedule(stateMachine, raft::snapshot, timer);
    sequencer =
        new CommandSequencer(
            CommandQueue.Limits.waiting(raftSettings.commandsWaiting()),
            raft,
            replica,
            format::heldBack,
            () ->
                new LeaderElected(
                    group.self().toString(),
                    raft.term(),
                    rules,
                    OptionalLong.of(wallClock.millis())),
            time::newClock,
            lockWaits::fail);
    RecentlyApplied applied = new RecentlyApplied(replica.view());
    route =
        new CommandRoute(
            sequencer,
            new LeaderLine(nodes, sequencer, applied, raft::otherLeader),
            raft::hasOthers,
            raftSettings.commandsWaiting());
    roll = new Roll(nodes, this::status);
    handOver = new HandOver(nodes, raft, roll, sequencer);
    membership = new Membership(nodes, raft, roll, sequencer::read, changing);
    nodes.answer(
        Membership.REMOVED,
        question -> {
          becomeRemoved();
          return CompletableFuture.completedFuture(question);
        });
    replica.addListener(lockWaits);
    // last: who asks for an entry's answer finds that all others have heard of it
    replica.addListener(applied);
  }

  private void becomeRemoved() {
    if (!removed) {
      LOG.error("{}", REMOVED);
      removed = true;
      sequencer.fail(REMOVED);
    }
  }

  private static String ownStreamId(Path directory) throws IOException {
    Path file = directory.resolve("stream-id");
    if (Files.notExists(file)) {
      SyncedFile.write(file, UUID.randomUUID().toString());
    }
    return Files.readString(file);
  }

  /** Clients cannot reach this node yet: should it lead, no lease runs. */
  public void holdTime() {
    time.hold();
  }

  /** Clients can reach this node from now on. State time makes up for what it was held. */
  public void releaseTime() {
    time.release();
  }

  public void start() throws IOException {
    sequencer.start();
    raft.start();
    route.start();
    snapshots.start(raft.nodeId(), snapshotIntervalMs);
    timer.scheduleWithFixedDelay(
        format::look, FORMAT_LOOK_MS, FORMAT_LOOK_MS, TimeUnit.MILLISECONDS);
    time.start(timer);
  }

  private CompletableFuture<?> raiseFormat(RaiseFormat raise) {
    if (sequencer.isLeading()) {
      LOG.info(
          "Every member knows it: the format version is {} from now on", raise.formatVersion());
    }
    return propose(raise);
  }

  /** Of a leader; what is not applied now is due again in a while. */
  private CompletableFuture<?> propose(ClusterCommand duty) {
    return sequencer.isLeading()
        ? sequencer.submit(Request.of(duty)).orTimeout(PROPOSE_WITHIN_MS, TimeUnit.MILLISECONDS)
        : CompletableFuture.completedFuture(duty);
  }

  /** For the leader's duties, which end when it leads no more. */
  public CommandSequencer sequencer() {
    return sequencer;
  }

  /** For clients' commands and reads, whoever leads. */
  public CommandRoute route() {
    return route;
  }

  /** What the others of the group know this node by. */
  public String nodeId() {
    return raft.nodeId();
  }

  /** For what nodes ask each other beside the log. */
  public NodeLine nodes() {
    return nodes;
  }

  private RaftNode raft() {
    return raft;
  }

  public LockWaits lockWaits() {
    return lockWaits;
  }

  /** To be added before {@link #start}; then it hears of every entry applied after the snapshot. */
  public void addListener(AppliedListener listener) {
    replica.addListener(listener);
  }

  /** As far as it is known here. */
  public NodeStatus status() {
    return removed ? raft.status().removed() : raft.status();
  }

  /** As every member that answers says itself. Never fails. */
  public CompletableFuture<NodeStatus> statusOfAll() {
    return roll.call();
  }

  public Membership membership() {
    return membership;
  }

  /** How often this node has heard of another leader since it started. */
  long leaderChanges() {
    return leaderChanges.get();
  }

  /** Of the last durable snapshot; -1 before the first. */
  long snapshotIndex() {
    return stateMachine.durableIndex();
  }

  /** The first entry that this node's log has. */
  long logStart() {
    return raft.logStart();
  }

  /** Completes with the index of a durable snapshot that is not older than this call. */
  public CompletableFuture<Long> snapshot() {
    return snapshots.write();
  }

  /** The state to keep elsewhere, with everything that was acknowledged before this call. */
  public CompletableFuture<Backup> backup() {
    return snapshots.backup(route.read());
  }

  /** Hands leadership to that node, whoever leads now. */
  public CompletableFuture<Void> transferLeadership(String nodeId) {
    return handOver.to(nodeId);
  }

  /** Before a stop: another leads from now on. */
  public void handOver() {
    handOver.beforeStop();
  }

  /** Waits until this node knows who leads; false when time ran out. */
  public boolean awaitLeader(Duration timeout) throws InterruptedException {
    return sequencer.awaitLeader(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The same as long as log indexes on this node mean the same entries. */
  public String streamId() {
    return streamId;
  }

  /** The state as this node has it. */
  public View view() {
    return replica.view();
  }

  @Override
  public void close() throws IOException {
    timer.shutdownNow();
    route.close();
    membership.close();
    sequencer.close();
    raft.close();
  }

  private final class Leadership implements ReplicatedStateMachine.Listener {
    @Override
    public void leaderReady() {
      sequencer.leaderReady();
    }

    @Override
    public void notLeader() {
      sequencer.notLeader();
    }

    @Override
    public void removed() {
      if (failed) {
        // Ratis closes what failed, and says no more than that it is closed
        return;
      }
      becomeRemoved();
    }

    @Override
    public void snapshotDue() {
      snapshots.due();
    }

    @Override
    public void leaderChanged() {
      leaderChanges.incrementAndGet();
    }

    @Override
    public CompletableFuture<byte[]> asked(byte[] question) {
      return nodes.asked(question);
    }

    @Override
    public void failed(Throwable cause) {
      failed = true;
      sequencer.fail("Coordination has stopped on this node: " + cause.getMessage());
      onFailure.accept(cause);
    }

    @Override
    public void snapshotEnded(Optional<Exception> failure) {
      snapshots.ended(failure);
    }
  }
}
