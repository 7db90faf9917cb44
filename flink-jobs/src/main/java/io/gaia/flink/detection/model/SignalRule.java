package io.gaia.flink.detection.model;

/**
 * How a signal's value becomes an intensity.
 *
 * @param windowMillis how far back the signal looks; 0: as long as the student is on the item
 * @param watch the value at which a teacher would begin to look; intensity {@link #AT_WATCH}
 * @param act the value at which a teacher would act; intensity 1. Below {@code watch} when a lower
 *     value is worse
 * @param weight the score that the signal alone gives at intensity 1; below 0 lowers the score
 */
public record SignalRule(
    Signal signal, long windowMillis, double watch, double act, double weight) {

  /** Enough to be seen in a sum, too little for an alert by itself. */
  public static final double AT_WATCH = 0.25;

  public SignalRule {
    if (watch == act) {
      throw new IllegalArgumentException(signal + ": watch and act are both " + watch);
    }
    if (!(weight >= -1 && weight <= 1)) {
      throw new IllegalArgumentException(signal + ": weight takes -1 to 1, not " + weight);
    }
  }

  SignalRule withRamp(Ramp ramp) {
    return new SignalRule(signal, windowMillis, ramp.watch(), ramp.act(), weight);
  }

  public double intensity(double value) {
    return intensity(value, watch, act);
  }

  /**
   * A soft ramp: 0 far below {@code watch}, {@link #AT_WATCH} at it, 1 from {@code act} on, without
   * steps or kinks in between.
   */
  public static double intensity(double value, double watch, double act) {
    double progress = (value - watch) / (act - watch);
    if (progress >= 1) {
      return 1;
    }
    if (progress >= 0) {
      return AT_WATCH + (1 - AT_WATCH) * smooth(progress);
    }
    // the foot is as long as half the ramp, at most half the way from nothing to watch
    double foot = Math.min(0.5, Math.abs(watch) / (2 * Math.abs(act - watch)));
    return foot == 0 || progress <= -foot ? 0 : AT_WATCH * smooth(1 + progress / foot);
  }

  /** Hermite's 3x^2 - 2x^3 on 0 to 1. */
  private static double smooth(double x) {
    return x * x * (3 - 2 * x);
  }
}
