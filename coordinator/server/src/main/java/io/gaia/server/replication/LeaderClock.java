package io.gaia.server.replication;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time a leader stamps its batches with: the time led so far, which goes on with the monotonic
 * clock, and on top of it what the state was moved by ({@code LeaderElected}, {@code MoveTime}). So
 * nothing that a wall clock does ends a lease, and time without a leader does not count.
 *
 * <p>Ahead of the wall clock, time runs slower by a tenth. Behind it, the state must be moved,
 * which moves all ends along: running faster would end leases before their length.
 */
final class LeaderClock {
  private static final long SLEW = 10;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final LongSupplier movedMillis;
  private final LongSupplier monotonicNanos;
  private final InstantSource wall;
  // guarded by this
  private long lastMonotonicNanos;
  private long ledNanos;

  /**
   * @param ledMillis time led before this term
   * @param movedMillis how far the state has been moved by now
   */
  LeaderClock(
      long ledMillis, LongSupplier movedMillis, LongSupplier monotonicNanos, InstantSource wall) {
    this.movedMillis = movedMillis;
    this.monotonicNanos = monotonicNanos;
    this.wall = wall;
    ledNanos = ledMillis * NANOS_PER_MILLI;
    start();
  }

  /** Time begins to pass now: before its first entry was applied, the leader renewed nothing. */
  synchronized void start() {
    lastMonotonicNanos = monotonicNanos.getAsLong();
  }

  /** Milliseconds since the epoch; never less than the answer before. */
  synchronized long millis() {
    long monotonic = monotonicNanos.getAsLong();
    long elapsed = Math.max(0, monotonic - lastMonotonicNanos);
    lastMonotonicNanos = monotonic;
    long movedNanos = movedMillis.getAsLong() * NANOS_PER_MILLI;
    long ahead = ledNanos + movedNanos + elapsed - wall.millis() * NANOS_PER_MILLI;
    ledNanos += elapsed - Math.max(0, Math.min(elapsed / SLEW, ahead));
    return (ledNanos + movedNanos) / NANOS_PER_MILLI;
  }

  /** How far the wall clock is ahead of state time; negative when it is behind. */
  long behindMillis() {
    return wall.millis() - millis();
  }
}
