package io.gaia.server.replication;

import java.util.function.LongSupplier;

/**
 * Monotonic time that can be held. A node that starts may lead long before its HTTP port is open:
 * nobody can renew a lease meanwhile, so none runs. Thread-safe.
 */
final class ReachableTime implements LongSupplier {
  private final LongSupplier monotonicNanos;
  // guarded by this
  private boolean held;
  private long heldAt;
  private long skipped;

  ReachableTime(LongSupplier monotonicNanos) {
    this.monotonicNanos = monotonicNanos;
  }

  @Override
  public synchronized long getAsLong() {
    return held ? heldAt : monotonicNanos.getAsLong() - skipped;
  }

  /** Time stands still from now on. */
  synchronized void hold() {
    heldAt = getAsLong();
    held = true;
  }

  /** Time goes on from where it was held. */
  synchronized void release() {
    if (held) {
      skipped = monotonicNanos.getAsLong() - heldAt;
      held = false;
    }
  }
}
