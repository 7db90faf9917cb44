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

  /** Every count, percentage, ratio and number of seconds that is of any use is below. */
  public static final double RAMP_MOST = 10_000;

  /** Before so many seconds nobody looks at who is silent. */
  private static final double IDLE_LEAST = 60;

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

  /**
   * What is wrong with such a ramp, as the end of a sentence that begins with its name. A watch of
   * 0 would count what did not happen.
   *
   * @param ramp may be null or lack a value
   */
  public Optional<String> refusesRamp(SignalRamp ramp) {
    boolean fits =
        ramp != null
            && ramp.watch() != null
            && ramp.act() != null
            && isOnRamp(ramp.watch())
            && isOnRamp(ramp.act())
            && (lowerIsWorse() ? ramp.act() < ramp.watch() : ramp.watch() < ramp.act());
    return fits
        ? Optional.empty()
        : Optional.of(
            "takes watch and act %s and up to %.0f, %s"
                .formatted(
                    this == IDLE ? "from %.0f on".formatted(IDLE_LEAST) : "above 0",
                    RAMP_MOST,
                    lowerIsWorse() ? "act below watch" : "watch below act"));
  }

  private boolean isOnRamp(double value) {
    return value <= RAMP_MOST && (this == IDLE ? value >= IDLE_LEAST : value > 0);
  }

  private boolean lowerIsWorse() {
    return this == LOW_RATING;
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<SignalName> byWireName(String name) {
    return Arrays.stream(values()).filter(signal -> signal.wireName().equals(name)).findFirst();
  }
}
