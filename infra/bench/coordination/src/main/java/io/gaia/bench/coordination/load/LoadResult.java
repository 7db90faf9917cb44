package io.gaia.bench.coordination.load;

import java.util.Map;

/**
 * What a run measured.
 *
 * @param perSecond tasks completed, or locks taken and released, in a second
 * @param refused requests that were not granted, the warm-up included
 * @param operations latency of each operation by its name
 * @param generatorCores how many cores the load generator kept busy
 * @param serverCores how many cores the server kept busy
 */
public record LoadResult(
    double perSecond,
    long refused,
    Map<String, Latency> operations,
    double generatorCores,
    double serverCores) {

  /** Microseconds; {@code count} of them. */
  public record Latency(long count, double p50, double p99, double max) {}
}
