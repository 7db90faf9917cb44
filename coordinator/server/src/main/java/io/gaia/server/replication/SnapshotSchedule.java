package io.gaia.server.replication;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a node writes snapshots: at every interval, when the log has grown, and when somebody asks.
 * Thread safe.
 */
final class SnapshotSchedule {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotSchedule.class);
  private static final long AGAIN_MS = 20;
  private static final double TWO_TO_THE_32ND = 0x1p32;

  private final ReplicatedStateMachine stateMachine;
  private final Supplier<CompletableFuture<Long>> raft;
  private final ScheduledExecutorService timer;
  private final AtomicReference<CompletableFuture<Void>> ended =
      new AtomicReference<>(new CompletableFuture<>());

  /**
   * @param raft has Ratis ask the state machine, which starts a snapshot if one was requested
   */
  SnapshotSchedule(
      ReplicatedStateMachine stateMachine,
      Supplier<CompletableFuture<Long>> raft,
      ScheduledExecutorService timer) {
    this.stateMachine = stateMachine;
    this.raft = raft;
    this.timer = timer;
  }

  /**
   * @param node whose turn it is
   */
  void start(String node, long intervalMs) {
    timer.scheduleWithFixedDelay(
        this::request, firstAfter(node, intervalMs), intervalMs, TimeUnit.MILLISECONDS);
  }

  /**
   * Nodes that start together would all write in the same moment, and no majority would be free to
   * answer: each has a place of its own in the second half of the interval.
   */
  static long firstAfter(String node, long intervalMs) {
    CRC32 mixed = new CRC32();
    mixed.update(node.getBytes(StandardCharsets.UTF_8));
    long half = intervalMs / 2;
    return intervalMs - (long) (half * (mixed.getValue() / TWO_TO_THE_32ND));
  }

  /** Completes with the index of a durable snapshot that is not older than this call. */
  CompletableFuture<Long> write() {
    return from(stateMachine.getLastAppliedTermIndex().getIndex());
  }

  private CompletableFuture<Long> from(long index) {
    CompletableFuture<Void> next = ended.get();
    long durable = stateMachine.durableIndex();
    if (durable >= index) {
      return CompletableFuture.completedFuture(durable);
    }
    request();
    // the one that ended may have begun before this call
    return next.thenComposeAsync(written -> from(index), timer);
  }

  /**
   * The state to keep elsewhere.
   *
   * @param after completes when the state has what the backup must have
   */
  CompletableFuture<Backup> backup(CompletableFuture<?> after) {
    return after
        .thenComposeAsync(done -> write(), timer)
        .thenApply(
            index -> {
              try {
                return stateMachine.backup();
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            });
  }

  private void request() {
    stateMachine.requestSnapshot();
    tellRaft();
  }

  private void tellRaft() {
    raft.get()
        .whenComplete(
            (index, failure) -> {
              if (failure != null) {
                LOG.warn("No snapshot this time: {}", failure.toString());
              }
              // two requests that meet are one to Ratis, and it may have asked before the second
              if (stateMachine.owesSnapshot() && !timer.isShutdown()) {
                var unused = timer.schedule(this::tellRaft, AGAIN_MS, TimeUnit.MILLISECONDS);
              }
            });
  }

  /** The log has grown since the last one. */
  void due() {
    if (!timer.isShutdown()) {
      timer.execute(this::tellRaft);
    }
  }

  /** One is durable, unless it failed. */
  void ended(Optional<Exception> failure) {
    CompletableFuture<Void> asked = ended.getAndSet(new CompletableFuture<>());
    if (failure.isPresent()) {
      asked.completeExceptionally(failure.get());
    } else {
      asked.complete(null);
    }
    // asked again, Ratis learns that it may purge the log up to the snapshot
    due();
  }
}
