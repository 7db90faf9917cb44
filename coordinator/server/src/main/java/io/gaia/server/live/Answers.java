package io.gaia.server.live;

import io.dropwizard.lifecycle.Managed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where answers to calls are made and sent: calls that shared a log entry are answered at once, and
 * what goes to the same client goes in one write. One thread, which never waits for a client.
 */
final class Answers implements Executor, Managed {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final int AT_ONCE = 256;
  private static final int SENT_WITHIN_SECONDS = 5;

  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::run, "live-answers");
  private final Set<OpenCalls> everyone = ConcurrentHashMap.newKeySet();
  // touched by the thread alone
  private final Set<OpenCalls> told = new LinkedHashSet<>();

  Answers() {
    thread.setDaemon(true);
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /** From now on its late calls are given up. */
  void join(OpenCalls calls) {
    everyone.add(calls);
  }

  void leave(OpenCalls calls) {
    everyone.remove(calls);
  }

  /** To be called now and then. */
  void giveUpLate() {
    execute(() -> everyone.forEach(calls -> calls.giveUpLate(System.nanoTime())));
  }

  /** Does that when the answers that are known by now are on their way; returns when it is done. */
  void afterAll(Runnable task) {
    if (!thread.isAlive()) {
      task.run();
      return;
    }
    try {
      CompletableFuture.runAsync(() -> {}, this)
          .thenRunAsync(task, this)
          .get(SENT_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      task.run();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("Not every call could be answered", e);
      task.run();
    }
  }

  /** There is something to send; to be called on this thread. */
  void sendSoon(OpenCalls calls) {
    told.add(calls);
  }

  private void run() {
    List<Runnable> some = new ArrayList<>();
    try {
      while (true) {
        some.add(tasks.take());
        tasks.drainTo(some, AT_ONCE);
        some.forEach(Answers::carryOut);
        told.forEach(calls -> carryOut(calls::send));
        told.clear();
        some.clear();
      }
    } catch (InterruptedException e) {
      LOG.debug("No more answers");
    }
  }

  private static void carryOut(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("A call could not be answered", e);
    }
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void stop() {
    thread.interrupt();
  }
}
