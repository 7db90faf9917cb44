package io.gaia.bench.coordination.part;

import io.gaia.bench.coordination.load.LoadResult;
import io.gaia.bench.coordination.load.LoadResult.Latency;
import io.gaia.bench.report.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What each of several was measured at, by turns, and the medians of that.
 *
 * @param <K> who or what is measured
 */
final class Turns<K> {
  private final Map<K, List<LoadResult>> results = new LinkedHashMap<>();

  void add(K key, LoadResult result) {
    results.computeIfAbsent(key, absent -> new ArrayList<>()).add(result);
  }

  /** NaN when it was not measured. */
  double perSecond(K key) {
    return median(key, LoadResult::perSecond);
  }

  double generatorCores(K key) {
    return median(key, LoadResult::generatorCores);
  }

  double serverCores(K key) {
    return median(key, LoadResult::serverCores);
  }

  /** Microseconds; NaN when it was not measured. */
  double latency(K key, String operation, ToDoubleFunction<Latency> which) {
    return Numbers.median(
        of(key).stream()
            .filter(result -> result.operations().containsKey(operation))
            .map(result -> which.applyAsDouble(result.operations().get(operation)))
            .toList());
  }

  /** Such as {@code 0.80 / 2.31}: median and 99th percentile in milliseconds. */
  String percentiles(K key, String operation) {
    return Numbers.millis(latency(key, operation, Latency::p50))
        + " / "
        + Numbers.millis(latency(key, operation, Latency::p99));
  }

  /** All results, for the JSON report. */
  Map<String, List<LoadResult>> all() {
    Map<String, List<LoadResult>> all = new LinkedHashMap<>();
    results.forEach((key, values) -> all.put(key.toString(), values));
    return all;
  }

  private double median(K key, ToDoubleFunction<LoadResult> which) {
    return Numbers.median(of(key).stream().map(which::applyAsDouble).toList());
  }

  private List<LoadResult> of(K key) {
    return results.getOrDefault(key, List.of());
  }
}
