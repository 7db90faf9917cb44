package io.gaia.server.ops;

import java.time.Instant;

/**
 * How a service that Gaia leans on is doing.
 *
 * @param detail in words; for a service that is down, why
 * @param since when this condition began
 */
public record DependencyState(Condition condition, String detail, Instant since) {

  public enum Condition {
    /** Not configured; nothing is missing. */
    OFF,
    /** Not reached yet since the start. */
    CONNECTING,
    UP,
    DOWN
  }

  public boolean isUp() {
    return condition == Condition.UP;
  }
}
