package io.gaia.server.replication;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time a leader stamps its batches with. It starts where the replicated state stands, runs with
 * the monotonic clock, and leans towards the wall clock by at most a tenth of the time that passes:
 * a wall clock that jumps ends no lease, and time without a leader does not count. Not thread safe.
 */
final class LeaderClock {
  private static final long SLEW = 10;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final LongSupplier monotonicNanos;
  private final InstantSource wall;
  private long lastMonotonicNanos;
  private long timeNanos;

  /**
   * @param stateMillis the state's time at the election; 0 for a state that has none yet, whose
   *     time then begins with the wall clock
   */
  LeaderClock(long stateMillis, LongSupplier monotonicNanos, InstantSource wall) {
    this.monotonicNanos = monotonicNanos;
    this.wall = wall;
    lastMonotonicNanos = monotonicNanos.getAsLong();
    timeNanos = (stateMillis == 0 ? wall.millis() : stateMillis) * NANOS_PER_MILLI;
  }

  /** Milliseconds since the epoch; never less than the answer before. */
  long millis() {
    long monotonic = monotonicNanos.getAsLong();
    long elapsed = Math.max(0, monotonic - lastMonotonicNanos);
    lastMonotonicNanos = monotonic;
    long behind = wall.millis() * NANOS_PER_MILLI - (timeNanos + elapsed);
    long most = elapsed / SLEW;
    timeNanos += elapsed + Math.max(-most, Math.min(most, behind));
    return timeNanos / NANOS_PER_MILLI;
  }
}
