package io.gaia.server.http;

import io.gaia.server.config.FeatureSwitches;

/** The parts of the classroom half that can be off, each with its variable. */
public enum Switch {
  USABILITY_METRICS("USABILITY_METRICS_ENABLED"),
  FRUSTRATION_DETECTION("FRUSTRATION_DETECTION_ENABLED"),
  TEACHER_DASHBOARD("TEACHER_DASHBOARD_ENABLED");

  private final String variable;

  Switch(String variable) {
    this.variable = variable;
  }

  public boolean isOn(FeatureSwitches features) {
    return switch (this) {
      case USABILITY_METRICS -> features.usabilityMetrics();
      case FRUSTRATION_DETECTION -> features.frustrationDetection();
      case TEACHER_DASHBOARD -> features.teacherDashboard();
    };
  }

  /** The refusal while this is off. */
  public Problem disabled() {
    return Problem.of(
        ProblemCode.FEATURE_DISABLED, "Switched off; " + variable + "=true switches it on");
  }
}
