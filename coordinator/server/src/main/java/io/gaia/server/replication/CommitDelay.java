package io.gaia.server.replication;

import java.util.concurrent.TimeUnit;

/**
 * Who was just answered often asks again at once. The next entry waits a moment for them, so that
 * all share it, instead of standing in two groups that take turns: PostgreSQL's {@code
 * commit_delay} with {@code commit_siblings} counted. Who is alone waits for nobody. Guarded by the
 * lock of its user.
 */
final class CommitDelay {
  /** A third of what an entry costs three nodes; callers who need longer share the one after. */
  private static final long NANOS = TimeUnit.MICROSECONDS.toNanos(300);

  private int expected;
  private long untilNanos = Long.MIN_VALUE;

  /**
   * An entry is settled.
   *
   * @param answered commands in it
   * @param waiting commands for the next
   */
  void begin(int answered, int waiting, long nowNanos) {
    expected = answered + waiting;
    untilNanos = nowNanos + NANOS;
  }

  /** Nobody else is to be waited for. */
  boolean isOver(int waiting, long nowNanos) {
    return waiting >= expected || untilNanos - nowNanos <= 0;
  }

  /** True for the one who makes it over by coming. */
  boolean isLast(int waiting) {
    return waiting == expected;
  }

  long leftNanos(long nowNanos) {
    return untilNanos - nowNanos;
  }
}
