package io.gaia.flink.detection.model;

import io.gaia.flink.detection.model.LearnerState.ClickState;
import io.gaia.flink.detection.model.LearnerState.ItemState;
import io.gaia.flink.detection.model.LearnerState.LessonState;
import io.gaia.flink.detection.model.Panes.Channel;
import java.util.Optional;

/** Writes what a student did into the state that {@link Signals} reads. */
final class Memory {
  private static final int ITEMS_MOST = 8;
  private static final int LESSONS_MOST = 3;
  private static final int HINTS_MOST = 6;
  private static final int CORRECT_IN_ROW_IS_MASTERY = 3;

  private static final int RAGE_CLICKS = 3;
  private static final long RAGE_MILLIS = 1_000;
  private static final double RAGE_PIXELS = 30;
  private static final long ERROR_AFTER_CLICK_MILLIS = 1_000;

  private static final long HURRY_MILLIS = 3_000;
  private static final long HURRY_MOST_MILLIS = 10_000;

  /** Nobody comes back to an item, reads it and changes the answer in less. */
  private static final long IN_PASSING_MILLIS = 10_000;

  private Memory() {}

  /** Lets time pass: panes move on, and the own past gets its samples. */
  static void passTime(LearnerState state, long at) {
    if (at > state.now) {
      if (state.newestPane > 0
          && Panes.paneOf(at) > state.newestPane
          && Panes.paneOf(state.lastEventAt) == state.newestPane) {
        sampleOwnPast(state);
      }
      state.now = at;
      Panes.advance(state, at);
    }
  }

  /**
   * Real trouble is not what is usual. Lesser levels count, or who always corrects a lot would be
   * held against a mean that never learns it.
   */
  private static void sampleOwnPast(LearnerState state) {
    if (state.level.isAtLeast(Level.HIGH)) {
      return;
    }
    Baseline.add(
        state.usualErrors,
        Panes.sum(
            state, Channel.ERRORS, DetectionDefaults.rule(Signal.ERROR_BURST).windowMillis()));
    Signals.correctionRate(state, DetectionDefaults.rule(Signal.CORRECTION_RATE).windowMillis())
        .ifPresent(rate -> Baseline.add(state.usualCorrections, rate));
  }

  static void remember(LearnerState state, Observation event) {
    passTime(state, event.at());
    if (state.firstAt == 0) {
      state.firstAt = event.at();
    }
    if (!event.classroomId().isEmpty()) {
      state.classroomId = event.classroomId();
    }
    pause(state, event);
    place(state, event);
    count(state, event);
    state.finished = event.kind() == ObservationKind.COMPLETION;
    state.lastEventAt = Math.max(state.lastEventAt, event.at());
  }

  private static void pause(LearnerState state, Observation event) {
    if (event.kind() == ObservationKind.HESITATION) {
      int seconds = (int) Math.max(0, Math.min(Signals.PAUSE_MOST_SECONDS, event.value()));
      Panes.keepLargest(state, Channel.PAUSE, event.at(), seconds);
    }
    if (event.kind().isFineGrained()) {
      long pause = (event.at() - state.lastFineAt) / 1000;
      boolean working = state.focus != LearnerState.BLURRED && state.lastFineAt > 0;
      if (working && pause > 0 && pause <= Signals.PAUSE_MOST_SECONDS) {
        Panes.keepLargest(state, Channel.PAUSE, event.at(), (int) pause);
      }
      state.lastFineAt = Math.max(state.lastFineAt, event.at());
    }
  }

  private static void place(LearnerState state, Observation event) {
    if (!event.lessonId().isEmpty()) {
      state.lessonId = event.lessonId();
    }
    if (!event.itemId().isEmpty()) {
      state.itemId = event.itemId();
    }
  }

  private static void count(LearnerState state, Observation event) {
    long at = event.at();
    switch (event.kind()) {
      case KEYPRESS -> Panes.add(state, Channel.KEYS, at, event.count());
      case BACKSPACE -> Panes.add(state, Channel.BACKSPACES, at, event.count());
      case ERROR -> error(state, event);
      case COMPLETION -> completion(state, event);
      case FOCUS -> focus(state, LearnerState.FOCUSED, at);
      case BLUR -> focus(state, LearnerState.BLURRED, at);
      case SCROLLING -> scroll(state, event);
      case CLICK -> click(state, event);
      case NAVIGATION -> {
        if (event.has(Observation.BACK)) {
          Panes.add(state, Channel.THRASH, at, 1);
        }
      }
      case HINT_REQUEST -> hint(state, event);
      case ATTEMPT -> attempt(state, event);
      case RATING -> rating(state, event);
      case HESITATION, MOUSE_MOVEMENT, IDLE -> {
        // told by when they come, see pause
      }
    }
  }

  private static void error(LearnerState state, Observation event) {
    Panes.add(state, Channel.ERRORS, event.at(), 1);
    boolean afterClick =
        !state.lastClickCounted
            && state.lastClickAt > 0
            && event.at() >= state.lastClickAt
            && event.at() - state.lastClickAt <= ERROR_AFTER_CLICK_MILLIS;
    if (afterClick) {
      state.lastClickCounted = true;
      Panes.add(state, Channel.BAD_CLICKS, event.at(), 1);
    }
  }

  private static void completion(LearnerState state, Observation event) {
    Panes.add(state, Channel.SUCCESSES, event.at(), 1);
    Recent.find(state.items, state.itemId, item -> item.itemId).ifPresent(Memory::solved);
  }

  private static void solved(ItemState item) {
    item.solved = true;
    item.attempts = 0;
    item.failures = 0;
    item.failuresInRow = 0;
    item.failingSince = 0;
    item.hints.clear();
  }

  private static void focus(LearnerState state, int focus, long at) {
    if (state.focus != focus && state.focus != LearnerState.UNKNOWN_FOCUS) {
      Panes.add(state, Channel.THRASH, at, 1);
    }
    state.focus = focus;
  }

  private static void scroll(LearnerState state, Observation event) {
    if (event.value() * state.lastScroll < 0) {
      Panes.add(state, Channel.THRASH, event.at(), 1);
    }
    if (event.value() != 0) {
      state.lastScroll = event.value();
    }
  }

  private static void click(LearnerState state, Observation event) {
    state.lastClickAt = event.at();
    state.lastClickCounted = event.has(Observation.NO_EFFECT);
    if (state.lastClickCounted) {
      Panes.add(state, Channel.BAD_CLICKS, event.at(), 1);
    }
    if (event.has(Observation.TEXT_SELECTION)) {
      state.clicks.clear();
      return;
    }
    ClickState click = new ClickState();
    click.at = event.at();
    click.x = event.x();
    click.y = event.y();
    click.target = event.target();
    state.clicks.removeIf(
        before -> Math.abs(click.at - before.at) > RAGE_MILLIS || !samePlace(before, click));
    state.clicks.add(click);
    if (state.clicks.size() >= RAGE_CLICKS) {
      Panes.add(state, Channel.RAGE, event.at(), 1);
      state.clicks.clear();
    }
  }

  /** Without coordinates the same target will do; without either nobody knows. */
  private static boolean samePlace(ClickState a, ClickState b) {
    double distance = Math.hypot(a.x - b.x, a.y - b.y);
    return Double.isNaN(distance)
        ? !a.target.isEmpty() && a.target.equals(b.target)
        : distance <= RAGE_PIXELS;
  }

  private static void hint(LearnerState state, Observation event) {
    item(state, event)
        .ifPresent(
            item -> {
              item.hints.add(event.at());
              item.hints.sort(null);
              if (item.hints.size() > HINTS_MOST) {
                item.hints.remove(0);
              }
            });
  }

  private static void rating(LearnerState state, Observation event) {
    state.rating = event.value();
    state.ratingAt = event.at();
  }

  private static void attempt(LearnerState state, Observation event) {
    if (isInPassing(state, event)) {
      state.lastAttemptAt = Math.max(state.lastAttemptAt, event.at());
      state.lastAttemptItem = event.itemId();
      item(state, event).ifPresent(item -> lookAt(item, event));
      return;
    }
    boolean hurried = event.isFailedAttempt() && inAHurry(state, event);
    if (hurried) {
      Panes.add(state, Channel.RAPID_WRONG, event.at(), 1);
    }
    // who rushes from item to item is guessing or looking around, which is no burst of errors
    if (!hurried || event.itemId().equals(state.lastAttemptItem)) {
      Panes.add(state, event.success() ? Channel.SUCCESSES : Channel.ERRORS, event.at(), 1);
    }
    item(state, event).ifPresent(item -> attemptOn(item, event));
    lesson(state).ifPresent(lesson -> attemptIn(lesson, event));
    state.lastAttemptAt = Math.max(state.lastAttemptAt, event.at());
    state.lastAttemptItem = event.itemId();
  }

  /**
   * Some apps hand in whatever stands there each time a student looks at an item. An unchanged
   * answer, seconds after an attempt on another item, is a look and no attempt: in the exam's log
   * half of the rows are, and who leafs through seven unsolved items has not failed seven times.
   */
  private static boolean isInPassing(LearnerState state, Observation event) {
    return state.lastAttemptAt > 0
        && !event.itemId().isEmpty()
        && !event.itemId().equals(state.lastAttemptItem)
        && event.at() - state.lastAttemptAt < IN_PASSING_MILLIS
        && Recent.find(state.items, event.itemId(), item -> item.itemId)
            .filter(item -> item.tried && item.lastScore == event.value())
            .isPresent();
  }

  private static void attemptOn(ItemState item, Observation event) {
    item.activeMillis += Recent.active(event, item.lastAt);
    lookAt(item, event);
    item.bestScore = Math.max(item.bestScore, event.value());
    item.lastScore = event.value();
    item.tried = true;
    if (event.success()) {
      solved(item);
      return;
    }
    item.attempts++;
    item.failures++;
    if (item.failuresInRow++ == 0) {
      item.failingSince = event.at();
    }
  }

  private static void lookAt(ItemState item, Observation attempt) {
    item.lastAt = Math.max(item.lastAt, attempt.at());
    if (attempt.peers().students() > 0) {
      item.peers = attempt.peers();
    }
  }

  private static void attemptIn(LessonState lesson, Observation event) {
    lesson.lastAt = Math.max(lesson.lastAt, event.at());
    lesson.opportunities++;
    lesson.correctInRow = event.success() ? lesson.correctInRow + 1 : 0;
    lesson.failures += event.success() ? 0 : 1;
    if (lesson.correctInRow >= CORRECT_IN_ROW_IS_MASTERY) {
      lesson.opportunities = 0;
      lesson.failures = 0;
    }
  }

  /** Under three seconds, or under a fifth of what the item usually takes (ten at most). */
  private static boolean inAHurry(LearnerState state, Observation event) {
    long took = event.durationMillis();
    if (took < 0) {
      if (state.lastAttemptAt == 0 || event.at() < state.lastAttemptAt) {
        return false;
      }
      took = event.at() - state.lastAttemptAt;
    }
    long usual = event.peers().areEnough() ? event.peers().medianMillis() / 5 : 0;
    return took < Math.max(HURRY_MILLIS, Math.min(HURRY_MOST_MILLIS, usual));
  }

  private static Optional<ItemState> item(LearnerState state, Observation event) {
    if (state.itemId.isEmpty()) {
      return Optional.empty();
    }
    ItemState item =
        Recent.find(state.items, state.itemId, i -> i.itemId)
            .orElseGet(
                () -> {
                  ItemState fresh = new ItemState();
                  fresh.itemId = state.itemId;
                  fresh.firstAt = event.at();
                  fresh.lastAt = event.at();
                  return fresh;
                });
    Recent.touch(state.items, item, ITEMS_MOST);
    return Optional.of(item);
  }

  private static Optional<LessonState> lesson(LearnerState state) {
    if (state.lessonId.isEmpty()) {
      return Optional.empty();
    }
    LessonState lesson =
        Recent.find(state.lessons, state.lessonId, l -> l.lessonId)
            .orElseGet(
                () -> {
                  LessonState fresh = new LessonState();
                  fresh.lessonId = state.lessonId;
                  return fresh;
                });
    Recent.touch(state.lessons, lesson, LESSONS_MOST);
    return Optional.of(lesson);
  }
}
