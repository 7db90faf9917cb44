package io.gaia.server.replication;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins Ratis and a {@link Replica}. Ratis applies entries in one thread; snapshots are captured in
 * that thread and written in another.
 */
final class ReplicatedStateMachine extends BaseStateMachine {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicatedStateMachine.class);
  private static final Pattern SEGMENT = Pattern.compile("log_(?:inprogress_)?(\\d+)(?:-\\d+)?");

  /** What happens to this node's part in the group. Called by Ratis' threads: be quick. */
  interface Listener {
    /** Every entry of earlier terms has been applied here; this node may lead. */
    void leaderReady();

    void notLeader();

    /** This node is no member any more. */
    void removed();

    /**
     * The log has grown since the last snapshot: ask for another. Called by the applying thread.
     */
    void snapshotDue();

    /** Another node leads than before, or the first that is known. */
    void leaderChanged();

    /** Another node asks this one, beside the log. */
    CompletableFuture<byte[]> asked(byte[] question);

    /** The node has stopped because of this, and serves no more. */
    void failed(Throwable cause);

    /**
     * A snapshot is durable, unless it failed; Ratis learns of it when it next asks for one.
     * Another may be started now.
     */
    void snapshotEnded(Optional<Exception> failure);
  }

  private final Replica replica;
  private final Listener listener;
  private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();
  private final SnapshotFiles snapshots;
  private final ExecutorService snapshotWriter =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "snapshot-writer"));
  private final AtomicBoolean requested = new AtomicBoolean();
  // where Ratis puts a snapshot together that another node sends
  private volatile Optional<Path> arriving = Optional.empty();
  private final LogSizes sizes;
  private final AtomicBoolean writing = new AtomicBoolean();
  // of the applying thread, which takes snapshots, too
  private long bytesSinceSnapshot;
  // Ratis stops when it is told less than before, or than where it started
  private long purgeable = RaftLog.INVALID_LOG_INDEX;

  /**
   * @param snapshotsRetained how many snapshots are kept
   */
  ReplicatedStateMachine(
      Replica replica, Listener listener, LogSizes sizes, int snapshotsRetained) {
    this.snapshots = new SnapshotFiles(storage, snapshotsRetained);
    this.sizes = sizes;
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
              arriving = Optional.of(raftStorage.getStorageDir().getTmpDir().toPath());
              SnapshotFiles.putSpoiledAside(
                  raftStorage.getStorageDir().getStateMachineDir().toPath(),
                  logStart(raftStorage.getStorageDir().getCurrentDir().toPath()));
              storage.init(raftStorage);
              load();
            },
            IOException.class);
  }

  /**
   * Another node's snapshot has arrived and is about to be named. Ratis then purges the log up to
   * it and syncs neither. Without this and {@link #reinitialize} it would close its division.
   *
   * @throws UncheckedIOException when it cannot be made durable; it will be sent again
   */
  @Override
  public void pause() {
    try {
      if (arriving.isPresent()) {
        PageCache.flush(arriving.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    getLifeCycle().transition(LifeCycle.State.PAUSING);
    getLifeCycle().transition(LifeCycle.State.PAUSED);
  }

  /** Another node has sent a snapshot. */
  @Override
  public void reinitialize() throws IOException {
    try {
      getLifeCycle().startAndTransition(this::load, IOException.class);
    } catch (IOException | RuntimeException e) {
      LOG.error("The snapshot that was sent cannot be loaded; this node stops", e);
      listener.failed(e);
      throw e;
    }
  }

  private void load() throws IOException {
    SingleFileSnapshotInfo snapshot = storage.loadLatestSnapshot();
    if (snapshot == null) {
      replica.clear();
      return;
    }
    purgeable = snapshot.getIndex();
    SnapshotFiles.read(snapshot, replica);
    setLastAppliedTermIndex(snapshot.getTermIndex());
    LOG.info("State restored from the snapshot at {}", snapshot.getTermIndex());
  }

  /** The first entry of the oldest segment. */
  private static OptionalLong logStart(Path segments) throws IOException {
    try (Stream<Path> files = Files.list(segments)) {
      return files
          .map(file -> SEGMENT.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .mapToLong(name -> Long.parseLong(name.group(1)))
          .min();
    }
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
      transaction.setStateMachineContext(entry(request.getMessage()));
    } catch (Replica.RecordRefused e) {
      transaction.setException(e);
    }
    return transaction;
  }

  /** What this process proposes comes readable already. */
  private Replica.Entry entry(Message message) throws Replica.RecordRefused {
    return message instanceof Replica.Entry own
        ? own
        : replica.decode(message.getContent().toByteArray());
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
      bytesSinceSnapshot += logEntry.getStateMachineLogEntry().getLogData().size();
      if (isSnapshotDue(logEntry.getIndex()) && requested.compareAndSet(false, true)) {
        listener.snapshotDue();
      }
      return CompletableFuture.completedFuture(answer);
    } catch (Replica.RecordRefused | RuntimeException | Error e) {
      LOG.error("Entry {} cannot be applied; this node stops", TermIndex.valueOf(logEntry), e);
      listener.failed(e);
      throw new IllegalStateException("entry " + logEntry.getIndex() + " cannot be applied", e);
    }
  }

  /** What nodes ask each other travels as a stale read: it reaches the node that it names. */
  @Override
  public CompletableFuture<Message> queryStale(Message question, long minIndex) {
    return listener
        .asked(question.getContent().toByteArray())
        .thenApply(answer -> Message.valueOf(ByteString.copyFrom(answer)));
  }

  NodeStatus.Formats formats() {
    return replica.formats();
  }

  /** The next time Ratis asks, a snapshot is written. */
  void requestSnapshot() {
    requested.set(true);
  }

  /**
   * Starts writing a snapshot if one was requested and none is being written.
   *
   * @return the index of the oldest snapshot that is kept, because the log is purged to it, and a
   *     start falls back to it when the newer ones are spoiled; -1 while there are too few
   */
  @Override
  public long takeSnapshot() {
    long durable = durableIndex();
    TermIndex applied = getLastAppliedTermIndex();
    if (requested.get() && applied.getIndex() > durable && !writing.get()) {
      requested.set(false);
      startWriting(applied);
    }
    return purgeable();
  }

  private long purgeable() {
    try {
      long oldest = snapshots.oldestIndex().orElse(RaftLog.INVALID_LOG_INDEX);
      if (oldest >= purgeable) {
        purgeable = oldest;
        return oldest;
      }
    } catch (IOException e) {
      LOG.warn("The snapshots cannot be listed; the log is kept", e);
    }
    return RaftLog.INVALID_LOG_INDEX;
  }

  /** Ratis was not heard to ask since one was requested, and there is something new. */
  boolean owesSnapshot() {
    return requested.get()
        && !writing.get()
        && getLastAppliedTermIndex().getIndex() > durableIndex();
  }

  /** The log has grown long, or large. */
  private boolean isSnapshotDue(long applied) {
    return !writing.get()
        && (applied - durableIndex() >= sizes.snapshotEntries()
            || bytesSinceSnapshot >= sizes.snapshotBytes());
  }

  /**
   * The newest snapshot.
   *
   * @throws IOException when there is none
   */
  Backup backup() throws IOException {
    SingleFileSnapshotInfo latest = storage.getLatestSnapshot();
    if (latest == null) {
      throw new IOException("there is no snapshot yet");
    }
    return new Backup(
        latest.getFile().getPath(),
        latest.getTerm(),
        latest.getIndex(),
        latest.getFile().getFileDigest().toString());
  }

  private void startWriting(TermIndex at) {
    bytesSinceSnapshot = 0;
    long startNanos = System.nanoTime();
    Replica.Image image = replica.capture(at.getIndex());
    long pauseMicros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNanos);
    writing.set(true);
    snapshotWriter.execute(() -> write(at, image, startNanos, pauseMicros));
  }

  private void write(TermIndex at, Replica.Image image, long startNanos, long pauseMicros) {
    Optional<Exception> failure = Optional.empty();
    try {
      snapshots.write(at, image);
      LOG.info(
          "Snapshot at {} written in {} ms, applying paused {} us",
          at,
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos),
          pauseMicros);
    } catch (IOException | RuntimeException e) {
      // the log is kept up to the last good one, so nothing is lost
      LOG.error("Snapshot at {} could not be written", at, e);
      failure = Optional.of(e);
    }
    writing.set(false);
    listener.snapshotEnded(failure);
  }

  /** Of the last durable snapshot; -1 before the first. */
  long durableIndex() {
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
  public void notifyNotLeader(Collection<TransactionContext> pending) {
    listener.notLeader();
  }

  @Override
  public void notifyLeaderChanged(RaftGroupMemberId self, RaftPeerId leader) {
    listener.leaderChanged();
    if (!leader.equals(self.getPeerId())) {
      listener.notLeader();
    }
  }

  @Override
  public void notifyLogFailed(Throwable cause, LogEntryProto failedEntry) {
    listener.failed(cause);
  }

  @Override
  public void notifyServerShutdown(RoleInfoProto roleInfo, boolean allServer) {
    if (allServer) {
      listener.notLeader();
    } else {
      // the others said so when this node asked them for their votes
      listener.removed();
    }
  }

  @Override
  public void close() throws IOException {
    snapshotWriter.shutdown();
    super.close();
  }
}
