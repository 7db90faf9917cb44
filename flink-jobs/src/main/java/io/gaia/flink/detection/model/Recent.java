package io.gaia.flink.detection.model;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Short lists of what was used last, newest at the end, and what counts as being there. */
final class Recent {

  /** A longer pause between two attempts on an item is time spent elsewhere. */
  static final long ACTIVE_PAUSE_MOST_MILLIS = 10 * 60_000;

  private Recent() {}

  static <T> Optional<T> find(List<T> entries, String id, Function<T, String> idOf) {
    if (id.isEmpty()) {
      return Optional.empty();
    }
    for (T entry : entries) {
      if (idOf.apply(entry).equals(id)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  /** Puts an entry at the end; the oldest falls out when there are more than {@code most}. */
  static <T> void touch(List<T> entries, T entry, int most) {
    entries.remove(entry);
    entries.add(entry);
    if (entries.size() > most) {
      entries.remove(0);
    }
  }

  /** How much of a pause counts as time on an item. */
  static long active(long pauseMillis) {
    return Math.max(0, Math.min(ACTIVE_PAUSE_MOST_MILLIS, pauseMillis));
  }

  /** How much of the time since {@code lastAt} an attempt took; what the app tells is better. */
  static long active(Observation attempt, long lastAt) {
    return active(attempt.durationMillis() >= 0 ? attempt.durationMillis() : attempt.at() - lastAt);
  }

  static boolean couldBeIdle(LearnerState state) {
    if (state.finished || state.focus == LearnerState.BLURRED) {
      return false;
    }
    return state.focus == LearnerState.FOCUSED || state.lastFineAt > 0;
  }
}
