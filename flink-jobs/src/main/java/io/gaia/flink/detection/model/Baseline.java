package io.gaia.flink.detection.model;

import io.gaia.flink.detection.model.LearnerState.BaselineState;

/** A student's own past: running mean and spread (Welford), slowly forgetting. */
final class Baseline {

  /** Five minutes of activity; before that the own past tells nothing. */
  static final int SAMPLES_LEAST = 60;

  /** Later samples weigh as if there had been this many: about an hour of activity. */
  private static final int SAMPLES_MOST = 720;

  private Baseline() {}

  static void add(BaselineState baseline, double sample) {
    if (baseline.count < SAMPLES_MOST) {
      baseline.count++;
    } else {
      baseline.squares *= 1 - 1.0 / SAMPLES_MOST;
    }
    double delta = sample - baseline.mean;
    baseline.mean += delta / baseline.count;
    baseline.squares += delta * (sample - baseline.mean);
  }

  static boolean isKnown(BaselineState baseline) {
    return baseline.count >= SAMPLES_LEAST;
  }

  static double deviation(BaselineState baseline) {
    return baseline.count < 2 ? 0 : Math.sqrt(baseline.squares / (baseline.count - 1));
  }
}
