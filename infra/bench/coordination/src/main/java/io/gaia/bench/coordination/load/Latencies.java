package io.gaia.bench.coordination.load;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What one thread measured, by operation; merged at the end. Not thread-safe. */
public final class Latencies {
  private static final int DIGITS = 3;

  private final Map<String, Histogram> byOperation = new LinkedHashMap<>();
  private long refused;

  /** Records the time since {@code sinceNanos}. */
  void record(String operation, long sinceNanos, long nowNanos) {
    byOperation
        .computeIfAbsent(operation, name -> new Histogram(DIGITS))
        .recordValue(Math.max(0, nowNanos - sinceNanos));
  }

  /** Counts a request that was not granted. */
  void refused() {
    refused++;
  }

  long countRefused() {
    return refused;
  }

  void add(Latencies other) {
    refused += other.refused;
    other.byOperation.forEach(
        (name, values) ->
            byOperation.computeIfAbsent(name, absent -> new Histogram(DIGITS)).add(values));
  }

  Map<String, LoadResult.Latency> summary() {
    Map<String, LoadResult.Latency> summary = new LinkedHashMap<>();
    byOperation.forEach(
        (name, values) ->
            summary.put(
                name,
                new LoadResult.Latency(
                    values.getTotalCount(),
                    micros(values.getValueAtPercentile(50)),
                    micros(values.getValueAtPercentile(99)),
                    micros(values.getMaxValue()))));
    return summary;
  }

  private static double micros(long nanos) {
    return nanos / (double) TimeUnit.MICROSECONDS.toNanos(1);
  }
}
