package io.gaia.server.http;

import io.gaia.server.config.FeatureSwitches;
import java.util.Optional;

/** The parts of the classroom half that can be off, each with its variable. */
public enum Switch {
  USABILITY_METRICS("USABILITY_METRICS_ENABLED"),
  /** Off as well without metrics, for there is nothing to see. */
  FRUSTRATION_DETECTION("FRUSTRATION_DETECTION_ENABLED"),
  /** Off as well without metrics, for there is nothing to see. */
  TEACHER_DASHBOARD("TEACHER_DASHBOARD_ENABLED");

  private final String variable;

  Switch(String variable) {
    this.variable = variable;
  }

  /** Why this is off, naming the variable; empty while it is on. */
  public Optional<Problem> refusal(FeatureSwitches features) {
    if (!features.usabilityMetrics()) {
      return Optional.of(USABILITY_METRICS.disabled());
    }
    boolean on =
        switch (this) {
          case USABILITY_METRICS -> true;
          case FRUSTRATION_DETECTION -> features.frustrationDetection();
          case TEACHER_DASHBOARD -> features.teacherDashboard();
        };
    return on ? Optional.empty() : Optional.of(disabled());
  }

  private Problem disabled() {
    return Problem.of(
        ProblemCode.FEATURE_DISABLED, "Switched off; " + variable + "=true switches it on");
  }
}
