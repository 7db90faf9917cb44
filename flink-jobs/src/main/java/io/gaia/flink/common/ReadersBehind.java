package io.gaia.flink.common;

import java.time.Duration;
import java.util.Arrays;

/**
 * How far time is while some reader of the sources catches up: as far as the reader that is least
 * far. One that is silent meanwhile may have its own backlog still to come, which nobody else
 * knows, so it is waited for, but not for ever.
 */
final class ReadersBehind {
  private final long caughtUpAfterMs;
  private long[] settled = {};
  private long[] heardAt = {};
  private long since = Long.MIN_VALUE / 2;
  private long readLateAt = Long.MIN_VALUE / 2;

  /**
   * @param caughtUpAfter so long after the last sample that was read late
   */
  ReadersBehind(Duration caughtUpAfter) {
    this.caughtUpAfterMs = caughtUpAfter.toMillis();
  }

  void hear(ClockSample sample, long now) {
    if (settled.length != sample.readers()) {
      settled = new long[sample.readers()];
      heardAt = new long[sample.readers()];
      Arrays.fill(settled, Long.MIN_VALUE);
      Arrays.fill(heardAt, now);
    }
    settled[sample.reader()] = sample.settled();
    heardAt[sample.reader()] = now;
    if (sample.readLate()) {
      if (!catchUp(now)) {
        since = now;
      }
      readLateAt = now;
    }
  }

  boolean catchUp(long now) {
    return now - readLateAt < caughtUpAfterMs;
  }

  /** The least watermark of those who are waited for; {@link Long#MIN_VALUE} if one has none. */
  long settled(long now) {
    long least = Long.MAX_VALUE;
    for (int reader = 0; reader < settled.length; reader++) {
      long quiet = now - Math.max(since, heardAt[reader]);
      if (quiet < PartitionClock.WAITED_FOR_AT_MOST.toMillis()) {
        least = Math.min(least, settled[reader]);
      }
    }
    return least == Long.MAX_VALUE ? Long.MIN_VALUE : least;
  }
}
