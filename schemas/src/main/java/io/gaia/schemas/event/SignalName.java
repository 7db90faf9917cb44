package io.gaia.schemas.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The signals of detection, as rules and reasons name them. */
public enum SignalName {
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
  RECOVERY;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<SignalName> byWireName(String name) {
    return Arrays.stream(values()).filter(signal -> signal.wireName().equals(name)).findFirst();
  }
}
