package io.gaia.server.live;

import java.time.Duration;
import java.time.Instant;

/** So many at once, and after that as many as come back with time. Not thread-safe. */
final class Allowance {

  private final double most;
  private final double perSecond;
  private double left;
  private Instant lookedAt;

  /**
   * @param most at once
   * @param perSecond that come back
   */
  Allowance(int most, double perSecond, Instant now) {
    this.most = most;
    this.perSecond = perSecond;
    left = most;
    lookedAt = now;
  }

  /** False when there is none left. */
  boolean take(Instant now) {
    Duration passed = Duration.between(lookedAt, now);
    if (!passed.isNegative()) {
      left = Math.min(most, left + perSecond * passed.toNanos() / 1e9);
      lookedAt = now;
    }
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
