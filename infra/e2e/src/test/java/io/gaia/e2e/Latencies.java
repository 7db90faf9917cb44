package io.gaia.e2e;

import java.util.Arrays;
import java.util.stream.LongStream;

/** Measured latencies in milliseconds. */
record Latencies(long[] sorted) {

  static Latencies of(LongStream millis) {
    return new Latencies(millis.sorted().toArray());
  }

  /**
   * @param quantile 0 to 1; nearest rank
   */
  long at(double quantile) {
    return sorted[(int) Math.max(0, Math.ceil(quantile * sorted.length) - 1)];
  }

  @Override
  public String toString() {
    return "n=%d p50=%d ms p90=%d ms p99=%d ms max=%d ms"
        .formatted(sorted.length, at(0.5), at(0.9), at(0.99), at(1));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Latencies l && Arrays.equals(sorted, l.sorted);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sorted);
  }
}
