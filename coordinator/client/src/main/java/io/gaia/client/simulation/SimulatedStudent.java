package io.gaia.client.simulation;

import io.gaia.schemas.event.MetricType;
import io.gaia.schemas.event.StudentEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One student, planned a step ahead: an item begins, an attempt is made, a pause is taken. */
final class SimulatedStudent {

  /** Gets stuck at a set time in a set way. */
  record Scene(Instant at, TroubleKind kind) {}

  private static final Duration EVIDENT_SILENCE = Duration.ofMinutes(1);

  private final String studentId;
  private final String classroomId;
  private final App app;
  private final Chance chance;
  private final double strugglingShare;
  private final Diary diary;
  private final Gestures gestures;
  private final List<Trouble> endedTroubles = new ArrayList<>();
  private Optional<Scene> scene;
  private Optional<ItemWork> work = Optional.empty();
  private int position;

  SimulatedStudent(
      SchoolPlan plan, String classroomId, int number, App app, Optional<Scene> scene) {
    this.studentId = "%s-s%02d".formatted(classroomId, number);
    this.classroomId = classroomId;
    this.app = app;
    this.scene = scene;
    this.chance = new Chance(plan.seed() * 1_000_003 + studentId.hashCode());
    this.strugglingShare =
        Math.max(
            0.05, chance.normal(FittedRates.STRUGGLING_SHARE, FittedRates.STRUGGLING_SHARE_SPREAD));
    Instant arrival = plan.start().plus(chance.seconds(0, scene.isPresent() ? 2 : 20));
    this.diary = new Diary(plan.runId(), studentId, classroomId, app.appName(), arrival);
    this.gestures = new Gestures(app, diary, chance);
    this.position = chance.wholeBetween(0, 3);
    diary.metric(MetricType.FOCUS, 1);
  }

  /** The next event, which stays next. */
  StudentEvent next() {
    while (diary.isEmpty()) {
      planStep();
    }
    return diary.next();
  }

  StudentEvent take() {
    next();
    return diary.take();
  }

  /** Troubles that ended by then and were not taken before; planning may be ahead of it. */
  List<Trouble> takeTroublesEndedBy(Instant time) {
    List<Trouble> taken =
        endedTroubles.stream().filter(trouble -> hasEnded(trouble, time)).toList();
    endedTroubles.removeAll(taken);
    return taken;
  }

  /** Troubles that are evident by then and have not ended. */
  List<Trouble> troublesAt(Instant time) {
    return Stream.concat(
            endedTroubles.stream()
                .filter(trouble -> !hasEnded(trouble, time))
                .map(Trouble::goingOn),
            work
                .flatMap(
                    current ->
                        current.trouble(studentId, classroomId, app, Optional.empty(), false))
                .stream())
        .filter(trouble -> !trouble.evidentAt().isAfter(time))
        .toList();
  }

  private static boolean hasEnded(Trouble trouble, Instant time) {
    return !trouble.until().orElse(Instant.MAX).isAfter(time);
  }

  private void planStep() {
    if (work.isEmpty()) {
      betweenItems();
    } else {
      attempt(work.get());
    }
  }

  private void betweenItems() {
    Duration pause = chance.gap(FittedRates.BETWEEN_ITEMS_MEAN_SECONDS);
    if (sceneWithin(pause)) {
      beginScene();
      return;
    }
    Duration reading = pause.dividedBy(2);
    gestures.think(pause.minus(reading));
    beginItem(Optional.empty());
    gestures.think(reading);
    if (chance.happens(FittedRates.BORED_AT_ITEM_START)) {
      beBored();
    }
  }

  private void beginItem(Optional<TroubleKind> opening) {
    position++;
    diary.onItem(app.lessonId(position), app.itemId(position));
    diary.metric(MetricType.NAVIGATION, 1);
    boolean struggling = opening.isPresent() || chance.happens(strugglingShare);
    TroubleKind kind = opening.orElseGet(chance::troubleKind);
    int sureFailures = opening.isPresent() ? ItemWork.STUCK_AFTER_FAILURES + 1 : 0;
    work = Optional.of(new ItemWork(position, struggling, kind, sureFailures));
  }

  private void attempt(ItemWork current) {
    boolean opening = current.failures < current.sureFailures;
    if (current.isStruggling(TroubleKind.SILENT)
        && current.failures == 2
        && !current.hasBeenSilent) {
      beSilent(current);
      return;
    }
    Duration gap = gapBeforeAttempt(current, opening);
    if (sceneWithin(gap)) {
      endItem(current, false);
      beginScene();
      return;
    }
    gestures.workTowardsAttempt(gap, current.isStruggling(TroubleKind.ERASING));
    double solves =
        current.struggling ? FittedRates.SOLVES_WHEN_STRUGGLING : FittedRates.SOLVES_WHEN_FLUENT;
    if (!opening && chance.happens(solves)) {
      diary.attempt(1, true, gap);
      diary.later(chance.seconds(0.2, 0.6));
      diary.metric(MetricType.COMPLETION, 1);
      endItem(current, true);
      return;
    }
    diary.attempt(gestures.failedScore(), false, gap);
    current.failedAt(diary.time());
    afterFailure(current, opening);
  }

  private Duration gapBeforeAttempt(ItemWork current, boolean opening) {
    // guesses come in bursts of four, then there is a pause as of others
    if (current.isStruggling(TroubleKind.GUESSING) && current.failures % 5 != 0) {
      return chance.seconds(1.4, 2.8);
    }
    return opening ? chance.seconds(4, 9) : chance.gap(FittedRates.ATTEMPT_GAP_MEAN_SECONDS);
  }

  private void afterFailure(ItemWork current, boolean opening) {
    if (current.isStruggling(TroubleKind.RAGE_CLICKS)) {
      gestures.rageClick();
    }
    if (current.isStruggling(TroubleKind.HINT_CHAIN)) {
      boolean asks = opening || chance.happens(FittedRates.HINT_CHAIN_AFTER_FAILURE);
      current.hints += asks ? gestures.askForHints(chance.wholeBetween(2, 3)) : 0;
    } else if (chance.happens(FittedRates.HINT_AFTER_FAILURE)) {
      current.hints += gestures.askForHints(1);
    }
    if (!opening && chance.happens(FittedRates.GIVES_UP_AFTER_FAILURE)) {
      diary.later(chance.seconds(2, 8));
      diary.metric(MetricType.NAVIGATION, 1);
      endItem(current, false);
    }
  }

  private void beSilent(ItemWork current) {
    current.hasBeenSilent = true;
    Duration silence = chance.seconds(120, 280);
    if (sceneWithin(silence)) {
      endItem(current, false);
      beginScene();
      return;
    }
    current.evidentAt(diary.time().plus(EVIDENT_SILENCE));
    diary.later(silence);
    diary.metric(MetricType.HESITATION, silence.toSeconds());
  }

  private void beBored() {
    Instant since = diary.time();
    boolean leaves = chance.happens(0.5);
    if (leaves) {
      diary.metric(MetricType.BLUR, 1);
    }
    Duration away = chance.seconds(60, 240);
    diary.later(away);
    if (leaves) {
      diary.metric(MetricType.FOCUS, 1);
    } else {
      diary.metric(MetricType.IDLE, away.toSeconds());
    }
    endedTroubles.add(
        new Trouble(
            studentId,
            classroomId,
            app.appName(),
            app.itemId(position),
            TroubleKind.BORED.wireName(),
            false,
            since,
            since.plus(EVIDENT_SILENCE),
            Optional.of(diary.time()),
            0,
            0,
            false));
  }

  private void endItem(ItemWork current, boolean solved) {
    current
        .trouble(studentId, classroomId, app, Optional.of(diary.time()), solved)
        .ifPresent(endedTroubles::add);
    double rates = solved ? FittedRates.RATES_AFTER_SOLVING : FittedRates.RATES_AFTER_GIVING_UP;
    if (chance.happens(rates)) {
      diary.later(chance.seconds(1, 3));
      boolean easy = solved && current.failures < 3;
      diary.rating(easy ? chance.wholeBetween(4, 5) : chance.wholeBetween(1, 3));
    }
    work = Optional.empty();
  }

  private boolean sceneWithin(Duration duration) {
    return scene.isPresent() && !diary.time().plus(duration).isBefore(scene.get().at());
  }

  private void beginScene() {
    Scene due = scene.orElseThrow();
    scene = Optional.empty();
    Duration until = Duration.between(diary.time(), due.at());
    if (!until.isNegative()) {
      gestures.think(until);
    }
    beginItem(Optional.of(due.kind()));
  }
}
