package io.gaia.bench.fanout.load;

import io.gaia.bench.load.Window;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/**
 * When each message was sent, and what is known of its arrivals. Sends are noted by one thread,
 * arrivals by another; counts may be read by any.
 */
final class Arrivals {
  /** Messages of one run, at most; their numbers are reused only after so many. */
  private static final int MOST_MESSAGES = 1 << 22;

  private static final int DIGITS = 3;

  private final AtomicLongArray sentAt = new AtomicLongArray(MOST_MESSAGES);
  private final Histogram latencies = new Histogram(DIGITS);
  private volatile Window window = new Window(Long.MAX_VALUE, Long.MAX_VALUE);
  private volatile long arrived;
  private long arrivedWithin;

  /** Set once, before anything is sent. */
  void countWithin(Window measured) {
    window = measured;
  }

  /** To be called before the message goes off. */
  void sent(int number, long atNanos) {
    sentAt.set(number, atNanos);
  }

  /** By the reading thread alone. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  void arrived(int number, long nowNanos) {
    long sent = sentAt.get(number);
    Window measured = window;
    if (measured.contains(sent)) {
      latencies.recordValue(Math.max(0, nowNanos - sent));
    }
    if (measured.contains(nowNanos)) {
      arrivedWithin++;
    }
    arrived++;
  }

  long count() {
    return arrived;
  }

  /** Frames a second within the window; when nothing arrives any more. */
  double perSecond() {
    return arrivedWithin / window.seconds();
  }

  /** In microseconds, of the messages sent within the window; when nothing arrives any more. */
  double micros(double percentile) {
    return latencies.getValueAtPercentile(percentile) / (double) TimeUnit.MICROSECONDS.toNanos(1);
  }

  double maxMicros() {
    return latencies.getMaxValue() / (double) TimeUnit.MICROSECONDS.toNanos(1);
  }
}
