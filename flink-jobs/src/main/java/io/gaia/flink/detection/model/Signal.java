package io.gaia.flink.detection.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is looked at; {@link DetectionDefaults} has each one's window, ramp, weight and source. */
public enum Signal {
  ERROR_BURST,
  FAILURE_STREAK,
  WHEEL_SPIN,
  CORRECTION_RATE,
  HESITATION,
  IDLE,
  HINT_CHAIN,
  RAPID_GUESS,
  RAGE_CLICK,
  DEAD_OR_ERROR_CLICK,
  THRASH,
  SLOW_ITEM,
  HARD_ITEM,
  UNSOLVED_ITEMS,
  LOW_RATING,
  /** Success: it lowers the score. */
  RECOVERY;

  /** The name on the wire and in rules, such as {@code failure_streak}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Signal> byWireName(String name) {
    return Arrays.stream(values()).filter(signal -> signal.wireName().equals(name)).findFirst();
  }
}
