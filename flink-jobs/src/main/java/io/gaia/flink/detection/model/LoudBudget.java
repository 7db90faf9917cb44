package io.gaia.flink.detection.model;

import java.util.List;

/**
 * How many alerts may make a sound: a few in ten minutes, some more in an hour. Half as many again
 * are kept for the critical ones, so that a flood of lesser trouble cannot silence them.
 *
 * @param loud when alerts were told loudly, epoch milliseconds; changed by {@link #take}
 */
record LoudBudget(List<Long> loud, int perHour) {

  private static final long TEN_MINUTES_MILLIS = 10 * 60_000;
  private static final long HOUR_MILLIS = 60 * 60_000;

  /** Trouble comes in waves: a quarter of an hour's alerts may come in ten minutes. */
  private static final int WAVES = 4;

  /** Whether an alert of this level may be loud now; if so, the place is taken. */
  boolean take(Level level, long now) {
    forget(now);
    int perTenMinutes = (perHour + WAVES - 1) / WAVES;
    boolean free =
        since(now - TEN_MINUTES_MILLIS) < most(perTenMinutes, level)
            && loud.size() < most(perHour, level);
    if (free) {
      loud.add(now);
    }
    return free;
  }

  private static int most(int usual, Level level) {
    return level == Level.CRITICAL ? usual + (usual + 1) / 2 : usual;
  }

  private long since(long start) {
    return loud.stream().filter(at -> at > start).count();
  }

  /** Drops what counts no more. */
  void forget(long now) {
    loud.removeIf(at -> at <= now - HOUR_MILLIS);
  }
}
