package io.gaia.server.classroom;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Where a score is going. The order is from what needs a teacher first. */
public enum Trend {
  RISING,
  STEADY,
  FALLING;

  /** How far back the latest score is compared. */
  static final Duration OVER = Duration.ofMinutes(2);

  /** A smaller change of the score is steady. */
  static final double CHANGE = 0.1;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The last score against the one that held {@link #OVER} before it. */
  static Trend of(List<ScorePoint> history) {
    if (history.isEmpty()) {
      return STEADY;
    }
    ScorePoint last = history.get(history.size() - 1);
    Instant before = last.at().minus(OVER);
    double then = history.get(0).score();
    for (ScorePoint point : history) {
      if (point.at().isAfter(before)) {
        break;
      }
      then = point.score();
    }
    double change = last.score() - then;
    if (Math.abs(change) < CHANGE) {
      return STEADY;
    }
    return change > 0 ? RISING : FALLING;
  }
}
