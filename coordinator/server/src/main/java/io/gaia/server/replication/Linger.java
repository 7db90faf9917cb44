package io.gaia.server.replication;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * What comes while something is on its way lingers, so that many share the next message or entry:
 * Nagle's algorithm, with an end, because disks and peers may be slow. Who comes when nothing is on
 * its way does not linger. Guarded by the lock of its user.
 */
final class Linger {
  /** As long as an entry takes on a usual disk and in a usual network. */
  private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private long leftNanos = NANOS;

  boolean isOver() {
    return leftNanos <= 0;
  }

  /** Returns when it is over or {@code changed} is signalled. */
  void await(Condition changed) throws InterruptedException {
    leftNanos = changed.awaitNanos(leftNanos);
  }

  /** What lingered is on its way; the next begins anew. */
  void end() {
    leftNanos = NANOS;
  }
}
