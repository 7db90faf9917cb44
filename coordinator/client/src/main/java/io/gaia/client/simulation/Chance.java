package io.gaia.client.simulation;

import java.time.Duration;
import java.util.Random;

/** A student's dice. The same seed gives the same throws on every JDK. */
final class Chance {

  private final Random random;

  Chance(long seed) {
    this.random = new Random(seed);
  }

  boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** From {@code low} to {@code high}, both included. */
  int wholeBetween(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  double normal(double mean, double deviation) {
    return mean + deviation * random.nextGaussian();
  }

  Duration seconds(double low, double high) {
    return ofSeconds(between(low, high));
  }

  /** Log-normal with this mean and {@link FittedRates#GAP_SIGMA}, cut at five means. */
  Duration gap(double meanSeconds) {
    double sigma = FittedRates.GAP_SIGMA;
    double median = meanSeconds / Math.exp(sigma * sigma / 2);
    double drawn = median * Math.exp(sigma * random.nextGaussian());
    return ofSeconds(Math.max(3, Math.min(drawn, 5 * meanSeconds)));
  }

  TroubleKind troubleKind() {
    double rest = random.nextDouble();
    for (TroubleKind kind : TroubleKind.values()) {
      rest -= kind.share();
      if (rest < 0) {
        return kind;
      }
    }
    return TroubleKind.WRONG_ANSWERS;
  }

  static Duration ofSeconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1_000));
  }
}
