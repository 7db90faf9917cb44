package io.gaia.server.replication;

import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.apache.ratis.metrics.MetricRegistries;
import org.apache.ratis.metrics.impl.RatisMetricRegistryImpl;
import org.apache.ratis.thirdparty.com.codahale.metrics.Snapshot;
import org.apache.ratis.thirdparty.com.codahale.metrics.Timer;

/** How long the log's disk syncs took lately on a node, as Ratis measures them. */
final class LogTimes {
  private static final String COMPONENT = "log_worker";
  private static final String SYNC = "syncTime";

  private final String memberPrefix;

  /**
   * @param nodeId Ratis keeps one table of numbers for all nodes of a process
   */
  LogTimes(String nodeId) {
    memberPrefix = nodeId + "@";
  }

  /** In seconds; 0 before the first. */
  double sync(ToDoubleFunction<Snapshot> which) {
    return timer()
        .map(timer -> which.applyAsDouble(timer.getSnapshot()) / TimeUnit.SECONDS.toNanos(1))
        .orElse(0.0);
  }

  long syncs() {
    return timer().map(Timer::getCount).orElse(0L);
  }

  private Optional<Timer> timer() {
    return MetricRegistries.global().getMetricRegistries().stream()
        .filter(
            registry ->
                registry.getMetricRegistryInfo().getMetricsComponentName().equals(COMPONENT)
                    && registry.getMetricRegistryInfo().getPrefix().startsWith(memberPrefix))
        .flatMap(
            registry ->
                registry instanceof RatisMetricRegistryImpl dropwizard
                        && dropwizard.get(SYNC) instanceof Timer timer
                    ? Optional.of(timer).stream()
                    : Optional.<Timer>empty().stream())
        // a node that waited to be added has another, which counts nothing
        .max(Comparator.comparingLong(Timer::getCount));
  }
}
