package io.gaia.server.ops;

import com.codahale.metrics.health.HealthCheck;
import java.util.function.Supplier;

/**
 * Health of a service that Gaia does without for a while: down means degraded, and the coordinator
 * goes on, so the check stays healthy and says what is missing.
 */
public final class DependencyHealth extends HealthCheck {

  private final Supplier<DependencyState> state;

  public DependencyHealth(Supplier<DependencyState> state) {
    this.state = state;
  }

  @Override
  protected Result check() {
    DependencyState now = state.get();
    String condition =
        switch (now.condition()) {
          case OFF -> "off";
          case UP -> "up";
          case CONNECTING, DOWN -> "degraded";
        };
    return Result.builder()
        .healthy()
        .withMessage(condition + ": %s", now.detail())
        .withDetail("state", condition)
        .withDetail("since", now.since().toString())
        .build();
  }
}
