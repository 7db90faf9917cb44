package io.gaia.server.live;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;

/**
 * What operators see of the live half.
 *
 * @param framesSent text frames handed to the network
 * @param slowReaders readers that were cut off
 * @param gaps cursors that could not be resumed
 */
public record LiveMetrics(Meter framesSent, Counter slowReaders, Counter gaps) {

  public static LiveMetrics in(MetricRegistry registry) {
    return new LiveMetrics(
        registry.meter("live.frames-sent"),
        registry.counter("live.slow-readers"),
        registry.counter("live.gaps"));
  }

  static void gauges(MetricRegistry registry, Hub hub) {
    registry.gauge("live.connections", () -> (Gauge<Integer>) hub::connectionCount);
    registry.gauge("live.catching-up", () -> (Gauge<Integer>) hub::catchingUp);
    registry.gauge("live.bytes-kept", () -> (Gauge<Long>) hub::bytesKept);
  }
}
