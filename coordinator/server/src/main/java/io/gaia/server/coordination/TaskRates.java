package io.gaia.server.coordination;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import io.gaia.core.ApplyResult;
import io.gaia.core.RecordedEvent;
import io.gaia.core.View;
import io.gaia.server.replication.AppliedListener;
import java.util.Map;

/** How many tasks go which way, as this node applies the log. */
final class TaskRates implements AppliedListener {
  private final Map<String, Meter> meters;

  TaskRates(MetricRegistry metrics) {
    meters =
        Map.of(
            "task.enqueued", metrics.meter("gaia.tasks.enqueued"),
            "task.claimed", metrics.meter("gaia.tasks.claimed"),
            "task.completed", metrics.meter("gaia.tasks.completed"),
            "task.failed", metrics.meter("gaia.tasks.failed"),
            "task.lost", metrics.meter("gaia.tasks.lost"));
  }

  /** Tasks a second. */
  public record PerSecond(
      double enqueued, double claimed, double completed, double failed, double lost) {}

  PerSecond perSecond() {
    return new PerSecond(
        rate("task.enqueued"),
        rate("task.claimed"),
        rate("task.completed"),
        rate("task.failed"),
        rate("task.lost"));
  }

  private double rate(String type) {
    return Math.round(meters.get(type).getOneMinuteRate() * 1000) / 1000.0;
  }

  @Override
  public void applied(ApplyResult result, View view) {
    for (RecordedEvent event : result.events()) {
      Meter meter = meters.get(event.event().type());
      if (meter != null) {
        meter.mark();
      }
    }
  }
}
