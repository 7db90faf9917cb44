package io.gaia.bench.failover;

import io.gaia.bench.report.Numbers;
import java.util.List;

/** Some durations, for the report: microseconds, as they came. */
record Times(List<Double> micros) {
  Times {
    micros = List.copyOf(micros);
  }

  /** The value that so many of a hundred do not exceed; NaN if there are none. */
  private double percentile(double share) {
    List<Double> sorted = micros.stream().sorted().toList();
    int rank = (int) Math.ceil(share / 100 * sorted.size());
    return sorted.isEmpty() ? Double.NaN : sorted.get(Math.max(0, rank - 1));
  }

  String millis(double share) {
    return Numbers.millis(percentile(share));
  }
}
