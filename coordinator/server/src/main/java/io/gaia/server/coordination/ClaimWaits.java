package io.gaia.server.coordination;

import io.dropwizard.lifecycle.Managed;
import io.gaia.core.ApplyResult;
import io.gaia.core.View;
import io.gaia.core.model.TaskStatus;
import io.gaia.server.replication.AppliedListener;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claimers that wait for work, first come first woken. No more are awake than there are pending
 * tasks, so one new task wakes one of them. Whoever was woken and got nothing, or has gone, leaves
 * the work to the next: the decision is taken anew whenever something changes, from the state
 * alone.
 */
final class ClaimWaits implements AppliedListener, Managed {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimWaits.class);

  /**
   * Pending tasks may be ones that nobody here can take yet, so this bounds how many go for one
   * task in vain.
   */
  private static final int MAX_AWAKE = 64;

  /** Time opens windows without an entry in the log. */
  private static final long LOOK_AGAIN_MS = 1000;

  private final Semaphore changes = new Semaphore(0);
  private final Thread waker = new Thread(this::wakeForever, "claim-waker");
  private volatile View latest;
  // guarded by this
  private final Set<Claimer> waiting = new LinkedHashSet<>();
  private int awake;

  ClaimWaits(View start) {
    latest = start;
    waker.setDaemon(true);
  }

  /** One request that waits. */
  final class Claimer implements AutoCloseable {
    private final String sessionId;
    private final Optional<String> lessonId;
    private CountDownLatch woken = new CountDownLatch(1);
    // guarded by ClaimWaits.this
    private boolean isAwake;

    private Claimer(String sessionId, Optional<String> lessonId) {
      this.sessionId = sessionId;
      this.lessonId = lessonId;
    }

    /** True when there may be work; false when the time is over. */
    boolean await(long timeoutMs) throws InterruptedException {
      return woken.await(timeoutMs, TimeUnit.MILLISECONDS);
    }

    /** Back to the end of the line, after work that was there had gone. */
    void waitAgain() {
      synchronized (ClaimWaits.this) {
        close();
        woken = new CountDownLatch(1);
        waiting.add(this);
      }
      look();
    }

    /** Waits no more; what it was woken for is for the others. */
    @Override
    public void close() {
      synchronized (ClaimWaits.this) {
        waiting.remove(this);
        if (isAwake) {
          isAwake = false;
          awake--;
        }
      }
      look();
    }
  }

  synchronized int size() {
    return waiting.size();
  }

  Claimer join(String sessionId, Optional<String> lessonId) {
    Claimer claimer = new Claimer(sessionId, lessonId);
    synchronized (this) {
      waiting.add(claimer);
    }
    look();
    return claimer;
  }

  @Override
  public void applied(ApplyResult result, View view) {
    latest = view;
    look();
  }

  private void look() {
    if (changes.availablePermits() == 0) {
      changes.release();
    }
  }

  private void wakeForever() {
    try {
      while (true) {
        changes.tryAcquire(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
        changes.drainPermits();
        wake(latest);
      }
    } catch (InterruptedException e) {
      LOG.debug("Nobody is woken any more");
    }
  }

  private synchronized void wake(View view) {
    long pending = view.queue().byStatus().get(TaskStatus.PENDING);
    long left = Math.min(MAX_AWAKE, pending) - awake;
    Iterator<Claimer> inOrder = waiting.iterator();
    while (left > 0 && inOrder.hasNext()) {
      Claimer claimer = inOrder.next();
      if (view.hasWorkFor(claimer.sessionId, claimer.lessonId)) {
        inOrder.remove();
        claimer.isAwake = true;
        awake++;
        left--;
        claimer.woken.countDown();
      }
    }
  }

  @Override
  public void start() {
    waker.start();
  }

  @Override
  public void stop() {
    waker.interrupt();
  }
}
