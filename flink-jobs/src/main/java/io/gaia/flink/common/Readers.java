package io.gaia.flink.common;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How far time is while not all readers of the sources are silent: as far as the one that is least
 * far, but for one that stays far behind: somebody's slow clock. While some reader catches up, one
 * that is silent meanwhile may have its own backlog still to come, which nobody else knows, so it
 * is waited for, but not for ever.
 */
final class Readers {
  private final long caughtUpAfterMs;
  private long[] settled = {};
  private long[] heardAt = {};
  private long[] nearAt = {};
  private boolean[] active = {};
  private long since = Long.MIN_VALUE / 2;
  private long readLateAt = Long.MIN_VALUE / 2;

  /**
   * @param caughtUpAfter so long after the last sample that was read late
   */
  Readers(Duration caughtUpAfter) {
    this.caughtUpAfterMs = caughtUpAfter.toMillis();
  }

  void hear(ClockSample sample, long now) {
    if (settled.length != sample.readers()) {
      settled = new long[sample.readers()];
      heardAt = new long[sample.readers()];
      Arrays.fill(settled, Long.MIN_VALUE);
      Arrays.fill(heardAt, now);
      nearAt = new long[sample.readers()];
      Arrays.fill(nearAt, now);
      active = new boolean[sample.readers()];
      // who was not heard of yet will say when it is silent
      Arrays.fill(active, true);
    }
    settled[sample.reader()] = sample.settled();
    active[sample.reader()] = sample.active();
    heardAt[sample.reader()] = now;
    if (sample.readLate()) {
      if (!catchUp(now)) {
        since = now;
      }
      readLateAt = now;
    }
  }

  private boolean catchUp(long now) {
    return now - readLateAt < caughtUpAfterMs;
  }

  /** No one catches up and no one's watermark counts. */
  boolean areSilent(long now) {
    if (catchUp(now)) {
      return false;
    }
    for (boolean each : active) {
      if (each) {
        return false;
      }
    }
    return true;
  }

  /** The least watermark of those who are waited for; {@link Long#MIN_VALUE} if one has none. */
  long settled(long now) {
    boolean catchUp = catchUp(now);
    long furthest =
        IntStream.range(0, settled.length)
            .filter(reader -> active[reader])
            .mapToLong(reader -> settled[reader])
            .max()
            .orElse(Long.MIN_VALUE);
    long least = Long.MAX_VALUE;
    for (int reader = 0; reader < settled.length; reader++) {
      // asked again and again, so this is when it was near last
      if (catchUp || isNear(settled[reader], furthest)) {
        nearAt[reader] = now;
      }
      long gone = now - (catchUp ? Math.max(since, heardAt[reader]) : nearAt[reader]);
      if ((catchUp || active[reader]) && gone < PartitionClock.WAITED_FOR_AT_MOST.toMillis()) {
        least = Math.min(least, settled[reader]);
      }
    }
    return least == Long.MAX_VALUE ? Long.MIN_VALUE : least;
  }

  private static boolean isNear(long settled, long furthest) {
    return furthest == Long.MIN_VALUE || settled >= furthest - PartitionClock.FAR_BEHIND.toMillis();
  }
}
