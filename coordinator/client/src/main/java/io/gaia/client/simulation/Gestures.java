package io.gaia.client.simulation;

import io.gaia.schemas.event.MetricType;
import java.time.Duration;
import java.time.Instant;

/** The small things a student does in an app: keys, clicks, looking around. */
final class Gestures {

  private static final Duration LONGEST_TYPING = Duration.ofSeconds(12);

  private final App app;
  private final Diary diary;
  private final Chance chance;

  Gestures(App app, Diary diary, Chance chance) {
    this.app = app;
    this.diary = diary;
    this.chance = chance;
  }

  /** Reads and thinks: now and then the mouse moves or the page scrolls. */
  void think(Duration duration) {
    Instant end = diary.time().plus(duration);
    for (Duration pause = chance.seconds(3, 11);
        diary.time().plus(pause).isBefore(end);
        pause = chance.seconds(3, 11)) {
      diary.later(pause);
      diary.metric(
          chance.happens(0.6) ? MetricType.MOUSE_MOVEMENT : MetricType.SCROLLING,
          chance.wholeBetween(1, 40));
    }
    diary.later(Duration.between(diary.time(), end));
  }

  /** Thinks, then types or clicks an answer together; ends when the attempt is handed in. */
  void workTowardsAttempt(Duration duration, boolean erasing) {
    if (app == App.TYPING) {
      Duration third = duration.multipliedBy(2).dividedBy(5);
      Duration typing = third.compareTo(LONGEST_TYPING) > 0 ? LONGEST_TYPING : third;
      think(duration.minus(typing));
      type(typing, erasing);
    } else {
      Duration choosing = duration.dividedBy(4);
      think(duration.minus(choosing));
      choose(choosing);
    }
  }

  /** Hits one spot four to six times within a second. */
  void rageClick() {
    diary.later(chance.seconds(0.3, 1.2));
    int x = chance.wholeBetween(600, 660);
    int y = chance.wholeBetween(420, 440);
    int clicks = chance.wholeBetween(4, 6);
    for (int i = 0; i < clicks; i++) {
      diary.later(chance.seconds(0.1, 0.18));
      diary.click(x + chance.wholeBetween(-4, 4), y + chance.wholeBetween(-4, 4), "submit", false);
    }
  }

  /** Returns the number of hints. */
  int askForHints(int hints) {
    for (int i = 0; i < hints; i++) {
      diary.later(chance.seconds(4, 9));
      diary.metric(MetricType.HINT_REQUEST, 1);
    }
    return hints;
  }

  /** Part of the points, or none. */
  double failedScore() {
    return chance.happens(FittedRates.ZERO_SCORE_SHARE)
        ? 0
        : Math.round(100 * chance.between(0.3, 0.92)) / 100.0;
  }

  private void type(Duration duration, boolean erasing) {
    double backspaces =
        erasing ? FittedRates.BACKSPACE_SHARE_WHEN_ERASING : FittedRates.BACKSPACE_SHARE;
    Instant end = diary.time().plus(duration);
    while (true) {
      Duration pause = chance.seconds(0.5, 1.5);
      Duration keyGap = Duration.ofMillis((long) (pause.toMillis() * FittedRates.KEY_GAP_SECONDS));
      if (!diary.time().plus(keyGap).isBefore(end)) {
        break;
      }
      diary.later(keyGap);
      diary.metric(chance.happens(backspaces) ? MetricType.BACKSPACE : MetricType.KEYPRESS, 1);
      if (chance.happens(FittedRates.TYPING_ERROR_SHARE)) {
        diary.metric(MetricType.ERROR, 1);
      }
    }
    diary.later(Duration.between(diary.time(), end));
  }

  private void choose(Duration duration) {
    int clicks = duration.toSeconds() < 2 ? 1 : chance.wholeBetween(1, 3);
    Duration each = duration.dividedBy(clicks + 1);
    for (int i = 0; i < clicks; i++) {
      diary.later(each);
      int option = chance.wholeBetween(0, 3);
      diary.click(200 + chance.wholeBetween(0, 80), 220 + 60 * option, "option-" + option, true);
    }
    diary.later(each);
  }
}
