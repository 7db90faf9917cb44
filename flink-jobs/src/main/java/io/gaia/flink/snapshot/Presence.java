package io.gaia.flink.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A student in a class and app: Flink state, so fields may only be added. Epoch milliseconds. */
public final class Presence {
  public long firstAt;
  public long lastAt;

  /** In order of time, the last one of each minute. */
  public List<Score> scores = new ArrayList<>();

  /** How much the student struggled at a time. */
  public record Score(long at, double value, boolean struggling) {}

  static Presence from(long at) {
    Presence presence = new Presence();
    presence.firstAt = at;
    presence.lastAt = at;
    return presence;
  }

  void seen(long at) {
    firstAt = Math.min(firstAt, at);
    lastAt = Math.max(lastAt, at);
  }

  void add(Score score, long minuteMs) {
    Optional<Score> sameMinute =
        scores.stream().filter(old -> old.at() / minuteMs == score.at() / minuteMs).findFirst();
    if (sameMinute.isPresent()) {
      if (sameMinute.get().at() > score.at()) {
        return;
      }
      scores.remove(sameMinute.get());
    }
    scores.add(score);
    scores.sort(Comparator.comparingLong(Score::at));
  }

  Optional<Score> scoreBefore(long end) {
    return scores.stream().filter(score -> score.at() < end).reduce((first, second) -> second);
  }

  /** Forgets scores that no minute from {@code start} on needs. */
  void forgetScoresBefore(long start) {
    while (scores.size() > 1 && scores.get(1).at() < start) {
      scores.remove(0);
    }
  }
}
