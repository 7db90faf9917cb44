package io.gaia.flink.detection.model;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The signal table and the times of levels and episodes. Everything a rule may change starts here.
 *
 * <p>Sources of the ramps, where there is one: idle and slow, published rules of a Korean classroom
 * product (away 1 to 3 minutes watch, over 3 minutes act); wheel-spinning, Beck and Gong 2013 (no
 * three correct in a row within ten opportunities); rage click, posthog-js (three clicks within 30
 * px, at most 1 s between); dead and error clicks, Sentry replay and Datadog RUM; failures on one
 * item, Rajendran et al. 2012; how the others fare on the item, the first look at the exam's log in
 * frustration.md. The rest is judgement.
 *
 * <p>Weights of what real logs show (failure_streak, wheel_spin, hint_chain, rapid_guess,
 * slow_item, hard_item, unsolved_items, recovery) are fitted on them by {@code infra/bench/run
 * quality --fit}; error_burst is held by the promise that a burst calls at the fourth error. No
 * real log has keys, clicks, focus or ratings: their weights are judgement.
 */
public final class DetectionDefaults {

  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long WHILE_ON_ITEM = 0;

  /** One row a signal. */
  public static final List<SignalRule> RULES =
      List.of(
          // errors and wrong attempts
          new SignalRule(Signal.ERROR_BURST, MINUTE, 2, 5, 0.9),
          // wrong attempts in a row on the item
          new SignalRule(Signal.FAILURE_STREAK, WHILE_ON_ITEM, 2, 5, 1.0),
          // attempts on the item or lesson without three correct in a row
          new SignalRule(Signal.WHEEL_SPIN, WHILE_ON_ITEM, 6, 10, 0.65),
          // backspaces per 100 keypresses; raised to own mean + 1 and + 3 standard deviations
          new SignalRule(Signal.CORRECTION_RATE, MINUTE, 15, 40, 0.5),
          // seconds of the longest pause while working
          new SignalRule(Signal.HESITATION, 2 * MINUTE, 15, 60, 0.6),
          // seconds without any event while the app has focus and others in the class are active
          new SignalRule(Signal.IDLE, WHILE_ON_ITEM, 60, 180, 0.7),
          // hints on the item; one within 10 s of the one before counts double
          new SignalRule(Signal.HINT_CHAIN, 3 * MINUTE, 2, 4, 0.65),
          // wrong attempts faster than one can read
          new SignalRule(Signal.RAPID_GUESS, MINUTE, 2, 4, 0.45),
          // bursts of three clicks in 1 s within 30 px
          new SignalRule(Signal.RAGE_CLICK, 30 * SECOND, 1, 3, 0.8),
          // clicks without effect, or with an error within 1 s
          new SignalRule(Signal.DEAD_OR_ERROR_CLICK, MINUTE, 2, 5, 0.4),
          // blur, focus, back navigation, scroll reversals
          new SignalRule(Signal.THRASH, MINUTE, 4, 10, 0.4),
          // time on the item as a multiple of the class median
          new SignalRule(Signal.SLOW_ITEM, WHILE_ON_ITEM, 2, 4, 0.65),
          // per cent of the others who had as many wrong answers and did not get over them soon
          new SignalRule(Signal.HARD_ITEM, WHILE_ON_ITEM, 20, 75, 0.5),
          // per cent of the other items tried of late that are not solved
          new SignalRule(Signal.UNSOLVED_ITEMS, WHILE_ON_ITEM, 40, 100, 0.5),
          // the rating itself: lower is worse
          new SignalRule(Signal.LOW_RATING, 10 * MINUTE, 2, 1, 0.6),
          // completions and correct attempts
          new SignalRule(Signal.RECOVERY, MINUTE, 1, 3, -0.9));

  public static final Level THRESHOLD = Level.MEDIUM;

  /** A level is left only this far below its lower edge, */
  public static final double HYSTERESIS = 0.05;

  /** and only after this long. */
  public static final long LEVEL_DOWN_AFTER_MILLIS = 20 * SECOND;

  /** An episode resolves after this long under its threshold. */
  public static final long RESOLVE_AFTER_MILLIS = MINUTE;

  /** The next episode of the same kind opens at the earliest this long after, unless critical. */
  public static final long COOLDOWN_MILLIS = 2 * MINUTE;

  /** Fewer other students on an item tell nothing about it. */
  public static final int CLASSMATES_LEAST = 5;

  /**
   * What happened on an item begins to fade this long after the student last did something on it
   */
  public static final long ITEM_FADES_AFTER_MILLIS = 5 * MINUTE;

  /** and counts no more after this long. */
  public static final long ITEM_FADED_AFTER_MILLIS = 10 * MINUTE;

  /** Silent for this long: the student has left. */
  public static final long GONE_AFTER_MILLIS = 15 * MINUTE;

  /** Silent for this long: nothing is remembered, own means included. */
  public static final long FORGET_AFTER_MILLIS = 24 * 60 * MINUTE;

  private static final Map<Signal, SignalRule> BY_SIGNAL = new EnumMap<>(Signal.class);

  static {
    RULES.forEach(rule -> BY_SIGNAL.put(rule.signal(), rule));
    if (BY_SIGNAL.size() != Signal.values().length) {
      throw new IllegalStateException(
          "not one rule for each of " + Arrays.toString(Signal.values()));
    }
  }

  private DetectionDefaults() {}

  public static SignalRule rule(Signal signal) {
    return BY_SIGNAL.get(signal);
  }
}
