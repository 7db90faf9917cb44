package io.gaia.client.coordination;

import java.time.Duration;

/**
 * A promise that ends by itself unless it is renewed: a lease, a claim, a lock. Times are those of
 * a clock that only runs forward, in nanoseconds.
 *
 * @param lengthNanos how long the promise holds
 * @param sentNanos when the last renewal that was acknowledged was sent: whoever promised counts
 *     from later, so the promise holds at least until {@code sentNanos + lengthNanos}
 * @param nextNanos when to renew
 */
record Renewal(long lengthNanos, long sentNanos, long nextNanos) {

  /** Two renewals in a row may get lost. */
  private static final int RENEWALS_IN_A_LENGTH = 3;

  private static final int TRIES_IN_A_LENGTH = 12;

  static Renewal granted(long sentNanos, Duration length) {
    long nanos = length.toNanos();
    return new Renewal(nanos, sentNanos, sentNanos + nanos / RENEWALS_IN_A_LENGTH);
  }

  /**
   * A try got no answer: the next comes sooner.
   *
   * @param chance from 0 to 1, so that many clients do not try as one
   */
  Renewal failed(long nowNanos, double chance) {
    long pause = Math.round(lengthNanos / (double) TRIES_IN_A_LENGTH * (0.5 + chance / 2));
    return new Renewal(lengthNanos, sentNanos, nowNanos + pause);
  }

  /** To be renewed at once. */
  Renewal dueNow(long nowNanos) {
    return new Renewal(lengthNanos, sentNanos, nowNanos);
  }

  boolean isDue(long nowNanos) {
    return nowNanos - nextNanos >= 0;
  }

  /** Nobody has promised anything for now: it may be over. */
  boolean mayBeOver(long nowNanos) {
    return nowNanos - (sentNanos + lengthNanos) >= 0;
  }
}
