package io.gaia.bench.load;

import java.util.concurrent.TimeUnit;

/**
 * The measured time.
 *
 * @param startNanos of {@link System#nanoTime}; before it is the warm-up
 */
public record Window(long startNanos, long endNanos) {
  public static Window after(long nowNanos, double warmUpSeconds, double seconds) {
    long start = nowNanos + nanos(warmUpSeconds);
    return new Window(start, start + nanos(seconds));
  }

  public boolean contains(long nanos) {
    return nanos - startNanos >= 0 && nanos - endNanos < 0;
  }

  public boolean isOver(long nanos) {
    return nanos - endNanos >= 0;
  }

  public double seconds() {
    return (endNanos - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * TimeUnit.SECONDS.toNanos(1));
  }
}
