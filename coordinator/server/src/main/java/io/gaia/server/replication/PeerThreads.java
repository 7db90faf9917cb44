package io.gaia.server.replication;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.ratis.protocol.RaftPeerId;

/**
 * A thread for each other node, which sends what that node is asked, in order: connecting to one
 * that does not answer blocks for half a minute, and neither who asks nor another node waits for
 * that. Thread safe.
 */
final class PeerThreads implements AutoCloseable {
  private final long patienceMs;
  private final Map<RaftPeerId, ExecutorService> threads = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * @param patienceMs after which an answer is not waited for, nor a question sent any more
   */
  PeerThreads(long patienceMs) {
    this.patienceMs = patienceMs;
  }

  /** What the sending gives; fails when that takes too long. */
  <T> CompletableFuture<T> send(RaftPeerId peer, Supplier<CompletableFuture<T>> sending) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      threads.computeIfAbsent(peer, PeerThreads::thread).execute(() -> send(sending, answer));
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
    if (closed) {
      close();
    }
    return answer.orTimeout(patienceMs, TimeUnit.MILLISECONDS);
  }

  private static <T> void send(
      Supplier<CompletableFuture<T>> sending, CompletableFuture<T> answer) {
    if (answer.isDone()) {
      return;
    }
    try {
      var unused =
          sending
              .get()
              .whenComplete(
                  (given, failure) -> {
                    if (failure == null) {
                      answer.complete(given);
                    } else {
                      answer.completeExceptionally(failure);
                    }
                  });
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }

  private static ExecutorService thread(RaftPeerId peer) {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = new Thread(task, "asking-" + peer);
          thread.setDaemon(true);
          return thread;
        });
  }

  @Override
  public void close() {
    closed = true;
    threads.values().forEach(ExecutorService::shutdownNow);
  }
}
