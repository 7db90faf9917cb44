package io.gaia.flink.detection.model;

import io.gaia.flink.detection.model.LearnerState.BaselineState;
import io.gaia.flink.detection.model.LearnerState.ItemState;
import io.gaia.flink.detection.model.LearnerState.LessonState;
import io.gaia.flink.detection.model.Panes.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Measures every signal of {@link DetectionDefaults#RULES} at {@code state.now}. Reads only. */
final class Signals {

  /** Fewer keys in a minute tell nothing about corrections. */
  static final int KEYS_LEAST = 20;

  /** A longer pause is silence, which the idle signal looks at. */
  static final int PAUSE_MOST_SECONDS = 120;

  static final long HINT_AGAIN_MILLIS = 10_000;

  /** What an item or the other items are like says something only about who fails on it. */
  private static final double FAILURES_ENOUGH = 2;

  /** Fewer other items tell nothing. */
  private static final int OTHER_ITEMS_LEAST = 3;

  /** A median under this is an item that is answered at a glance. */
  private static final long MEDIAN_LEAST_MILLIS = 30_000;

  /** Standard deviations above the own mean. */
  private static final double Z_WATCH = 2;

  private static final double Z_ACT = 5;

  private final LearnerState state;
  private final Settings settings;
  private final List<Measured> measured = new ArrayList<>();

  private Signals(LearnerState state, Settings settings) {
    this.state = state;
    this.settings = settings;
  }

  /**
   * @param othersActive whether enough of the class is active; if not, silence tells nothing
   */
  static List<Measured> measure(LearnerState state, Settings settings, boolean othersActive) {
    Signals signals = new Signals(state, settings);
    signals.errorBurst();
    signals.onItem();
    signals.onLesson();
    signals.correctionRate();
    signals.hesitation();
    if (othersActive) {
      signals.idle();
    }
    signals.counted(Signal.RAPID_GUESS, Channel.RAPID_WRONG, "wrong answer", " given in a hurry");
    signals.counted(Signal.RAGE_CLICK, Channel.RAGE, "burst", " of clicks on one spot");
    signals.counted(
        Signal.DEAD_OR_ERROR_CLICK, Channel.BAD_CLICKS, "click", " led to nothing or to an error");
    signals.counted(Signal.THRASH, Channel.THRASH, "switch", " back and forth");
    signals.lowRating();
    signals.recovery();
    return signals.measured;
  }

  private void errorBurst() {
    SignalRule rule = settings.rule(Signal.ERROR_BURST);
    long window = settings.windowMillis(Signal.ERROR_BURST);
    int errors = Panes.sum(state, Channel.ERRORS, window);
    // what is usual was sampled over the window of the table
    int asSampled = Panes.sum(state, Channel.ERRORS, rule.windowMillis());
    double absolute =
        Math.max(rule.intensity(errors), againstSelf(asSampled, rule.watch(), state.usualErrors));
    // errors that are no attempts say nothing about the item
    Peers peers = currentItem().map(item -> item.peers).orElse(Peers.UNKNOWN);
    add(
        Signal.ERROR_BURST,
        errors,
        ClassBaseline.reduce(absolute, peers),
        absolute,
        () ->
            Words.count(errors, "error", "errors") + Words.on(state.itemId) + Words.within(window));
  }

  private void onItem() {
    currentItem()
        .ifPresent(
            item -> {
              double kept = kept(item.lastAt);
              failureStreak(item, kept);
              wheelSpin(item, kept);
              hintChain(item);
              slowItem(item, kept);
              double failing = kept * Math.min(1, item.failuresInRow / FAILURES_ENOUGH);
              if (failing > 0) {
                hardItem(item, failing);
                unsolvedItems(failing);
              }
            });
  }

  private void failureStreak(ItemState item, double kept) {
    double absolute = kept * settings.rule(Signal.FAILURE_STREAK).intensity(item.failuresInRow);
    add(
        Signal.FAILURE_STREAK,
        item.failuresInRow,
        ClassBaseline.reduce(absolute, item.peers),
        absolute,
        () ->
            Words.count(item.failuresInRow, "wrong answer", "wrong answers")
                + Words.on(item.itemId)
                + " in "
                + Words.duration(item.lastAt - item.failingSince)
                + Words.classmates(item.peers));
  }

  private void wheelSpin(ItemState item, double kept) {
    double absolute = kept * settings.rule(Signal.WHEEL_SPIN).intensity(item.attempts);
    if (item.failuresInRow > 0) {
      add(
          Signal.WHEEL_SPIN,
          item.attempts,
          ClassBaseline.reduce(absolute, item.peers),
          absolute,
          () ->
              Words.count(item.attempts, "attempt", "attempts")
                  + Words.on(item.itemId)
                  + " and not solved yet");
    }
  }

  /** Opportunities on the lesson; only while failing on, and at least half of them failed. */
  private void onLesson() {
    LessonState lesson = Recent.find(state.lessons, state.lessonId, l -> l.lessonId).orElse(null);
    boolean failing = currentItem().filter(item -> item.failuresInRow > 0).isPresent();
    if (lesson == null || !failing || lesson.failures * 2 < lesson.opportunities) {
      return;
    }
    double intensity =
        kept(lesson.lastAt) * settings.rule(Signal.WHEEL_SPIN).intensity(lesson.opportunities);
    boolean alreadyByItem =
        measured.stream()
            .anyMatch(m -> m.signal() == Signal.WHEEL_SPIN && m.intensity() >= intensity);
    if (intensity > 0 && !alreadyByItem) {
      measured.removeIf(m -> m.signal() == Signal.WHEEL_SPIN);
      add(
          Signal.WHEEL_SPIN,
          lesson.opportunities,
          intensity,
          intensity,
          () ->
              "%d attempts in lesson '%s', %d of them wrong, without three correct in a row"
                  .formatted(lesson.opportunities, lesson.lessonId, lesson.failures));
    }
  }

  private void hintChain(ItemState item) {
    SignalRule rule = settings.rule(Signal.HINT_CHAIN);
    long window = settings.windowMillis(Signal.HINT_CHAIN);
    int hints = 0;
    int weighted = 0;
    long before = Long.MIN_VALUE / 2;
    for (long at : item.hints) {
      if (at > state.now - window) {
        hints++;
        weighted += at - before <= HINT_AGAIN_MILLIS ? 2 : 1;
      }
      before = at;
    }
    int asked = hints;
    add(
        Signal.HINT_CHAIN,
        hints,
        rule.intensity(weighted),
        rule.intensity(weighted),
        () ->
            "asked for "
                + Words.count(asked, "hint", "hints")
                + Words.on(item.itemId)
                + Words.within(window));
  }

  private void slowItem(ItemState item, double kept) {
    if (!item.peers.areEnough()
        || item.peers.medianMillis() < MEDIAN_LEAST_MILLIS
        || item.attempts == 0) {
      return;
    }
    long spent = item.activeMillis + Recent.active(state.now - item.lastAt);
    double ratio = (double) spent / item.peers.medianMillis();
    double intensity = kept * settings.rule(Signal.SLOW_ITEM).intensity(ratio);
    add(
        Signal.SLOW_ITEM,
        ratio,
        intensity,
        intensity,
        () ->
            Words.duration(spent)
                + Words.on(item.itemId)
                + "; half of the others needed less than "
                + Words.duration(item.peers.medianMillis()));
  }

  /** Of the class alone: nothing of it is the student's own. */
  private void hardItem(ItemState item, double failing) {
    Peers peers = item.peers;
    if (!peers.areEnough()) {
      return;
    }
    int stayed = peers.reached() - peers.recovered();
    double percent = 100.0 * stayed / peers.students();
    add(
        Signal.HARD_ITEM,
        percent,
        failing * settings.rule(Signal.HARD_ITEM).intensity(percent),
        0,
        () ->
            "%d of %d others%s had as many wrong answers and did not get over them soon"
                .formatted(stayed, peers.students(), Words.on(item.itemId)));
  }

  private void unsolvedItems(double failing) {
    int others = 0;
    int unsolved = 0;
    for (ItemState other : state.items) {
      if (other.tried && !other.itemId.equals(state.itemId)) {
        others++;
        unsolved += other.solved ? 0 : 1;
      }
    }
    if (others < OTHER_ITEMS_LEAST) {
      return;
    }
    int seen = others;
    int notSolved = unsolved;
    double percent = 100.0 * unsolved / others;
    double intensity = failing * settings.rule(Signal.UNSOLVED_ITEMS).intensity(percent);
    add(
        Signal.UNSOLVED_ITEMS,
        percent,
        intensity,
        intensity,
        () -> "%d of the last %d items not solved".formatted(notSolved, seen));
  }

  private void correctionRate() {
    SignalRule rule = settings.rule(Signal.CORRECTION_RATE);
    long window = settings.windowMillis(Signal.CORRECTION_RATE);
    Optional<Double> rate = correctionRate(state, window);
    if (rate.isEmpty()) {
      return;
    }
    double watch = rule.watch();
    double act = rule.act();
    if (Baseline.isKnown(state.usualCorrections)) {
      double mean = state.usualCorrections.mean;
      double deviation = Baseline.deviation(state.usualCorrections);
      watch = Math.max(watch, mean + deviation);
      act = Math.max(Math.max(act, mean + 3 * deviation), watch + 1);
    }
    add(
        Signal.CORRECTION_RATE,
        rate.get(),
        SignalRule.intensity(rate.get(), watch, act),
        SignalRule.intensity(rate.get(), watch, act),
        () ->
            Math.round(rate.get())
                + " corrections per 100 keys"
                + Words.within(window)
                + usually());
  }

  private String usually() {
    return Baseline.isKnown(state.usualCorrections)
        ? "; usually " + Math.round(state.usualCorrections.mean)
        : "";
  }

  /** Backspaces per 100 keypresses of the window; empty when there are too few keys. */
  static Optional<Double> correctionRate(LearnerState state, long window) {
    int keys = Panes.sum(state, Channel.KEYS, window);
    return keys < KEYS_LEAST
        ? Optional.empty()
        : Optional.of(100.0 * Panes.sum(state, Channel.BACKSPACES, window) / keys);
  }

  private void hesitation() {
    SignalRule rule = settings.rule(Signal.HESITATION);
    int pause = Panes.largest(state, Channel.PAUSE, settings.windowMillis(Signal.HESITATION));
    add(
        Signal.HESITATION,
        pause,
        rule.intensity(pause),
        rule.intensity(pause),
        () -> "paused for " + Words.duration(pause * 1000L) + Words.on(state.itemId));
  }

  /** Silence tells something only where there was sound: the app has focus or sends small steps. */
  private void idle() {
    long silence = state.now - state.lastEventAt;
    if (!Recent.couldBeIdle(state) || silence >= DetectionDefaults.GONE_AFTER_MILLIS) {
      return;
    }
    double seconds = silence / 1000.0;
    double intensity = settings.rule(Signal.IDLE).intensity(seconds);
    add(
        Signal.IDLE,
        seconds,
        intensity,
        intensity,
        () -> "no action for " + Words.duration(silence) + " with the app open");
  }

  private void counted(Signal signal, Channel channel, String what, String how) {
    SignalRule rule = settings.rule(signal);
    long window = settings.windowMillis(signal);
    int count = Panes.sum(state, channel, window);
    add(
        signal,
        count,
        rule.intensity(count),
        rule.intensity(count),
        () ->
            Words.count(count, what, what + (what.endsWith("ch") ? "es" : "s"))
                + how
                + Words.within(window));
  }

  private void lowRating() {
    SignalRule rule = settings.rule(Signal.LOW_RATING);
    if (state.ratingAt > 0
        && state.rating <= rule.watch()
        && state.now - state.ratingAt < settings.windowMillis(Signal.LOW_RATING)) {
      double intensity = rule.intensity(state.rating);
      add(
          Signal.LOW_RATING,
          state.rating,
          intensity,
          intensity,
          () -> "gave a rating of " + Math.round(state.rating) + " of 5");
    }
  }

  private void recovery() {
    SignalRule rule = settings.rule(Signal.RECOVERY);
    long window = settings.windowMillis(Signal.RECOVERY);
    int successes = Panes.sum(state, Channel.SUCCESSES, window);
    add(
        Signal.RECOVERY,
        successes,
        rule.intensity(successes),
        rule.intensity(successes),
        () -> Words.count(successes, "success", "successes") + Words.within(window));
  }

  /** A count that is usual for some may be much for this student. Absolute ramps stay the floor. */
  private static double againstSelf(double value, double watch, BaselineState usual) {
    if (value < watch || !Baseline.isKnown(usual)) {
      return 0;
    }
    double deviation = Math.max(0.5, Baseline.deviation(usual));
    return SignalRule.intensity((value - usual.mean) / deviation, Z_WATCH, Z_ACT);
  }

  private Optional<ItemState> currentItem() {
    return Recent.find(state.items, state.itemId, item -> item.itemId);
  }

  /** 1 while it is fresh, 0 when it is long ago. */
  private double kept(long lastAt) {
    double faded =
        (double) (state.now - lastAt - DetectionDefaults.ITEM_FADES_AFTER_MILLIS)
            / (DetectionDefaults.ITEM_FADED_AFTER_MILLIS
                - DetectionDefaults.ITEM_FADES_AFTER_MILLIS);
    return 1 - Math.max(0, Math.min(1, faded));
  }

  /**
   * @param text only asked for when the signal speaks: most do not, and this is done twice an event
   */
  private void add(
      Signal signal,
      double value,
      double intensity,
      double absoluteIntensity,
      Supplier<String> text) {
    if (intensity > 0 || absoluteIntensity > 0) {
      measured.add(new Measured(signal, value, intensity, absoluteIntensity, text.get()));
    }
  }
}
