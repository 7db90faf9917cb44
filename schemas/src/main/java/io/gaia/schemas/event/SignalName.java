package io.gaia.schemas.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The signals of detection, as rules and reasons name them. */
public enum SignalName {
  ERROR_BURST(120),
  FAILURE_STREAK(0),
  WHEEL_SPIN(0),
  CORRECTION_RATE(120),
  HESITATION(120),
  IDLE(0),
  HINT_CHAIN(600),
  RAPID_GUESS(120),
  RAGE_CLICK(120),
  DEAD_OR_ERROR_CLICK(120),
  THRASH(120),
  SLOW_ITEM(0),
  HARD_ITEM(0),
  UNSOLVED_ITEMS(0),
  LOW_RATING(3_600),
  RECOVERY(120);

  /** Windows are whole panes of so many seconds, and at least one. */
  public static final int WINDOW_STEP_SECONDS = 5;

  private final int windowMostSeconds;

  SignalName(int windowMostSeconds) {
    this.windowMostSeconds = windowMostSeconds;
  }

  /** As far as detection remembers what the signal counts; 0 when it looks at no window. */
  public int windowMostSeconds() {
    return windowMostSeconds;
  }

  /**
   * What is wrong with a window of so many seconds, as the end of a sentence that begins with its
   * name.
   */
  public Optional<String> refusesWindow(Integer seconds) {
    if (windowMostSeconds == 0) {
      return Optional.of("has no window: it looks at the item as long as the student is on it");
    }
    boolean fits =
        seconds != null
            && seconds >= WINDOW_STEP_SECONDS
            && seconds <= windowMostSeconds
            && seconds % WINDOW_STEP_SECONDS == 0;
    return fits
        ? Optional.empty()
        : Optional.of(
            "takes %d to %d seconds, in steps of %d"
                .formatted(WINDOW_STEP_SECONDS, windowMostSeconds, WINDOW_STEP_SECONDS));
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<SignalName> byWireName(String name) {
    return Arrays.stream(values()).filter(signal -> signal.wireName().equals(name)).findFirst();
  }
}
