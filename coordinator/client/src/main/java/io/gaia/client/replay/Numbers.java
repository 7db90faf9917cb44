package io.gaia.client.replay;

import java.util.Optional;

/** Numbers as logs write them. */
final class Numbers {

  private Numbers() {}

  /** A number from 0 to 1, or empty if the text is something else. */
  static Optional<Double> inUnitInterval(String text) {
    try {
      double number = Double.parseDouble(text);
      return number >= 0 && number <= 1 ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
