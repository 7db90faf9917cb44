package io.gaia.bench.load;

import java.util.concurrent.locks.LockSupport;

/**
 * Arrivals at a fixed distance. They do not wait for answers: who is late starts at once, and its
 * latency counts from the time it should have started, so that a slow answer is not left out of the
 * measurement by delaying the next question (coordinated omission).
 */
public final class Pace {
  private final long periodNanos;
  private long nextNanos;

  /**
   * @param firstNanos of {@link System#nanoTime}
   */
  public Pace(long firstNanos, long periodNanos) {
    this.nextNanos = firstNanos;
    this.periodNanos = periodNanos;
  }

  /** When the next arrival is due; it moves on by one. */
  public long take() {
    long due = nextNanos;
    nextNanos += periodNanos;
    return due;
  }

  /** Waits for the next arrival; returns when it was due. */
  public long await() {
    long due = take();
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return due;
  }
}
