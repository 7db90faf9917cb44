package io.gaia.bench.detection.streams;

import java.time.Duration;

/** Event time of a task, a bit behind the newest event, as the job's watermark is. */
final class Clock {
  /** How often due timers are looked for, as often as the job's watermark moves. */
  static final Duration LOOK = Duration.ofMillis(100);

  private static final long OUT_OF_ORDER_MILLIS = 5_000;

  private long newest = Long.MIN_VALUE;

  void see(long at) {
    newest = Math.max(newest, at);
  }

  /** {@link Long#MIN_VALUE} before the first event. */
  long time() {
    return newest == Long.MIN_VALUE ? newest : newest - OUT_OF_ORDER_MILLIS - 1;
  }
}
