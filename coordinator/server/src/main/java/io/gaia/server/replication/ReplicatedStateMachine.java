package io.gaia.server.replication;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins Ratis and a {@link Replica}. Ratis applies entries in one thread; snapshots are captured in
 * that thread and written in another.
 */
final class ReplicatedStateMachine extends BaseStateMachine {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicatedStateMachine.class);

  /** What happens to this node's part in the group. Called by Ratis' threads: be quick. */
  interface Listener {
    /** Every entry of earlier terms has been applied here; this node may lead. */
    void leaderReady();

    void notLeader();

    /** The node has stopped because of this, and serves no more. */
    void failed(Throwable cause);

    /** A snapshot is durable; Ratis learns of it when it next asks for one. */
    void snapshotWritten();
  }

  private final Replica replica;
  private final Listener listener;
  private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();
  private final SnapshotFiles snapshots = new SnapshotFiles(storage);
  private final ExecutorService snapshotWriter =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "snapshot-writer"));
  private final AtomicReference<CompletableFuture<Void>> writing =
      new AtomicReference<>(CompletableFuture.completedFuture(null));
  // touched by the applying thread alone
  private long reportedIndex = RaftLog.INVALID_LOG_INDEX;

  ReplicatedStateMachine(Replica replica, Listener listener) {
    this.replica = replica;
    this.listener = listener;
  }

  @Override
  public void initialize(RaftServer server, RaftGroupId groupId, RaftStorage raftStorage)
      throws IOException {
    getLifeCycle()
        .startAndTransition(
            () -> {
              super.initialize(server, groupId, raftStorage);
              storage.init(raftStorage);
              load();
            },
            IOException.class);
  }

  // Without pause and reinitialize a node that is sent a snapshot would close its division.
  @Override
  public void pause() {
    getLifeCycle().transition(LifeCycle.State.PAUSING);
    getLifeCycle().transition(LifeCycle.State.PAUSED);
  }

  @Override
  public void reinitialize() throws IOException {
    getLifeCycle().startAndTransition(this::load, IOException.class);
  }

  private void load() throws IOException {
    SingleFileSnapshotInfo snapshot = storage.loadLatestSnapshot();
    if (snapshot == null) {
      replica.clear();
      return;
    }
    snapshots.read(snapshot, replica);
    setLastAppliedTermIndex(snapshot.getTermIndex());
    reportedIndex = snapshot.getIndex();
    LOG.info("State restored from the snapshot at {}", snapshot.getTermIndex());
  }

  @Override
  public TransactionContext startTransaction(RaftClientRequest request) throws IOException {
    TransactionContext transaction =
        TransactionContext.newBuilder()
            .setStateMachine(this)
            .setClientRequest(request)
            .setServerRole(RaftPeerRole.LEADER)
            .build();
    try {
      transaction.setStateMachineContext(
          replica.decode(request.getMessage().getContent().toByteArray()));
    } catch (Replica.RecordRefused e) {
      transaction.setException(e);
    }
    return transaction;
  }

  @Override
  public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
    LogEntryProto logEntry = transaction.getLogEntry();
    try {
      Replica.Entry entry =
          transaction.getStateMachineContext() instanceof Replica.Entry decoded
              ? decoded
              : replica.decode(logEntry.getStateMachineLogEntry().getLogData().toByteArray());
      Message answer = replica.apply(entry, logEntry.getIndex());
      updateLastAppliedTermIndex(TermIndex.valueOf(logEntry));
      return CompletableFuture.completedFuture(answer);
    } catch (Replica.RecordRefused | RuntimeException | Error e) {
      LOG.error("Entry {} cannot be applied; this node stops", TermIndex.valueOf(logEntry), e);
      listener.failed(e);
      throw new IllegalStateException("entry " + logEntry.getIndex() + " cannot be applied", e);
    }
  }

  /**
   * Starts writing a snapshot, unless one is being written or has not been reported yet.
   *
   * @return the index of the last snapshot that is durable, because the log is purged to it
   */
  @Override
  public long takeSnapshot() {
    long durable = durableIndex();
    boolean unreported = durable > reportedIndex;
    reportedIndex = durable;
    if (!unreported && writing.get().isDone() && getLastAppliedTermIndex().getIndex() > durable) {
      startWriting(getLastAppliedTermIndex());
    }
    return durable;
  }

  private void startWriting(TermIndex at) {
    long startNanos = System.nanoTime();
    Replica.Image image = replica.capture();
    long pauseMicros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNanos);
    writing.set(
        CompletableFuture.runAsync(
            () -> {
              try {
                snapshots.write(at, image);
                LOG.info(
                    "Snapshot at {} written in {} ms, applying paused {} us",
                    at,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos),
                    pauseMicros);
                listener.snapshotWritten();
              } catch (IOException | RuntimeException e) {
                // the log is kept up to the last good one, so nothing is lost
                LOG.error("Snapshot at {} could not be written", at, e);
              }
            },
            snapshotWriter));
  }

  private long durableIndex() {
    SingleFileSnapshotInfo latest = storage.getLatestSnapshot();
    return latest == null ? RaftLog.INVALID_LOG_INDEX : latest.getIndex();
  }

  @Override
  public StateMachineStorage getStateMachineStorage() {
    return storage;
  }

  @Override
  public void notifyLeaderReady() {
    listener.leaderReady();
  }

  @Override
  public void notifyNotLeader(java.util.Collection<TransactionContext> pending) {
    listener.notLeader();
  }

  @Override
  public void notifyLogFailed(Throwable cause, LogEntryProto failedEntry) {
    listener.failed(cause);
  }

  @Override
  public void notifyServerShutdown(RoleInfoProto roleInfo, boolean allServer) {
    listener.notLeader();
  }

  @Override
  public void close() throws IOException {
    snapshotWriter.shutdown();
    super.close();
  }
}
