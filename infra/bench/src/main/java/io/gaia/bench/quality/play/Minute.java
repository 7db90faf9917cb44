package io.gaia.bench.quality.play;

import io.gaia.flink.detection.model.Level;

/** One clock minute of a student, as the seed's rule counts it. */
public record Minute(int errors, int backspaces, double hesitationSeconds) {
  static final Minute NOTHING = new Minute(0, 0, 0);

  /** Errors over 1 / 3 / 5, backspaces over 5 / 10 / 20, hesitation over 10 / 30 / 60 s. */
  public Level level() {
    if (errors > 5 || backspaces > 20 || hesitationSeconds > 60) {
      return Level.CRITICAL;
    }
    if (errors > 3 || backspaces > 10 || hesitationSeconds > 30) {
      return Level.HIGH;
    }
    return errors > 1 || backspaces > 5 || hesitationSeconds > 10 ? Level.MEDIUM : Level.NONE;
  }
}
