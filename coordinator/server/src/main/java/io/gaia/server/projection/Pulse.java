package io.gaia.server.projection;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Tells the one thread that waits for changes that there are some. {@link #beat} never blocks. */
final class Pulse {
  private final Semaphore news = new Semaphore(0);
  private volatile boolean beats;

  /**
   * Something changed.
   *
   * @param isNews more than heartbeats
   */
  void beat(boolean isNews) {
    beats = true;
    if (isNews && news.availablePermits() == 0) {
      news.release();
    }
  }

  /** Waits at least {@code busy}, then for news, or for heartbeats during {@code quiet}. */
  void await(Duration busy, Duration quiet) throws InterruptedException {
    pause(busy);
    boolean found = false;
    while (!found) {
      found = news.tryAcquire(quiet.toNanos(), TimeUnit.NANOSECONDS) || beats;
    }
    beats = false;
    news.drainPermits();
  }

  /** Waits so long, whatever happens. */
  void pause(Duration duration) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(duration.toNanos());
  }
}
