package io.gaia.flink.detection.model;

import static io.gaia.flink.detection.model.EpisodeChange.Kind.ESCALATED;
import static io.gaia.flink.detection.model.EpisodeChange.Kind.OPENED;
import static io.gaia.flink.detection.model.EpisodeChange.Kind.RESOLVED;
import static io.gaia.flink.detection.model.ObservationKind.COMPLETION;
import static io.gaia.flink.detection.model.ObservationKind.ERROR;
import static io.gaia.flink.detection.model.ObservationKind.FOCUS;
import static io.gaia.flink.detection.model.ObservationKind.HINT_REQUEST;
import static io.gaia.flink.detection.model.ObservationKind.KEYPRESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Levels and episodes, as stories. */
class LearnerTest {

  @Test
  void sixErrorsInTwentySecondsOpenAnEpisodeAtTheFourth() {
    Story story = new Story().every(4, 0, 24, ERROR);
    assertThat(story.kinds()).containsExactly(OPENED, ESCALATED);
    EpisodeChange opened = story.changes.get(0);
    assertThat(Story.second(opened.at())).isEqualTo(12);
    assertThat(opened.level()).isEqualTo(Level.HIGH);
    assertThat(opened.reasons())
        .extracting(Contribution::text)
        .contains("4 errors within a minute");
    assertThat(story.changes.get(1).level()).isEqualTo(Level.CRITICAL);
  }

  @Test
  void aLevelRisesAtOnceAndFallsOnlyAfterTwentySecondsClearlyBelow() {
    Story story = new Story().every(2, 0, 10, ERROR);
    assertThat(story.state.level).isEqualTo(Level.CRITICAL);
    story.until(76);
    assertThat(story.state.score).isZero();
    assertThat(story.state.level).isNotEqualTo(Level.NONE);
    story.until(90);
    assertThat(story.state.level).isEqualTo(Level.NONE);
  }

  @Test
  void anEpisodeResolvesAfterAMinuteUnderTheThreshold() {
    Story story = new Story().every(2, 0, 10, ERROR).until(300);
    assertThat(story.kinds()).endsWith(RESOLVED);
    EpisodeChange resolved = story.changes.get(story.changes.size() - 1);
    assertThat(Story.second(resolved.at())).isBetween(115.0, 140.0);
    assertThat(resolved.level()).isEqualTo(Level.CRITICAL);
    assertThat(story.state.episode.open).isFalse();
  }

  @Test
  void successOnTheItemResolvesAtOnceAndOnAnotherItemDoesNot() {
    Story story = new Story();
    for (int i = 0; i < 4; i++) {
      story.wrong(i * 70, "q1");
    }
    assertThat(story.kinds()).containsExactly(OPENED);
    assertThat(story.changes.get(0).itemId()).isEqualTo("q1");
    story.right(250, "q2");
    assertThat(story.kinds()).containsExactly(OPENED);
    story.right(260, "q1");
    assertThat(story.kinds()).containsExactly(OPENED, RESOLVED);
  }

  @Test
  void theNextEpisodeWaitsTwoMinutesUnlessItIsCritical() {
    Story story = new Story().every(1, 0, 4, ERROR).at(5, COMPLETION);
    assertThat(story.kinds()).containsExactly(OPENED, RESOLVED);
    story.every(1, 70, 74, ERROR);
    assertThat(story.kinds()).as("high, but too soon").containsExactly(OPENED, RESOLVED);
    story.at(75, ERROR);
    assertThat(story.kinds()).as("critical").containsExactly(OPENED, RESOLVED, OPENED);
    assertThat(story.changes.get(2).number()).isEqualTo(story.changes.get(0).number() + 1);
    assertThat(story.changes.get(2).revision()).isEqualTo(1);
  }

  @Test
  void afterATeachersHelpTheCooldownHoldsTheNextEpisodeBack() {
    Story story = new Story().at(0, KEYPRESS);
    Learner.help(story.state, Story.BEGINNING);
    story.every(1, 10, 14, ERROR).until(60);
    assertThat(story.kinds()).isEmpty();
    assertThat(new Story().every(1, 10, 14, ERROR).kinds()).containsExactly(OPENED);
  }

  @Test
  void silenceAloneIsItsOwnKindOfEpisodeAndEndsWithTheFirstSound() {
    Story story = new Story().at(0, FOCUS).until(170);
    assertThat(story.kinds()).startsWith(OPENED);
    assertThat(story.changes.get(0).quiet()).isTrue();
    assertThat(Story.second(story.changes.get(0).since())).isZero();
    story.at(175, KEYPRESS);
    assertThat(story.kinds()).endsWith(RESOLVED);
  }

  @Test
  void whoStrugglesAndFallsSilentIsStruggling() {
    Story story = new Story().at(0, FOCUS);
    for (int i = 0; i < 5; i++) {
      story.wrong(5 + i * 20, "q1");
    }
    story.until(350);
    assertThat(story.changes).isNotEmpty().noneMatch(EpisodeChange::quiet);
    assertThat(story.signal(Signal.IDLE)).isPresent();
  }

  @Test
  void aThresholdAndWeightsOfARuleCount() {
    Settings late = new Settings(Level.CRITICAL, Map.of(), Map.of());
    assertThat(new Story(late).every(1, 0, 4, ERROR).kinds()).isEmpty();
    Settings deaf = new Settings(Level.MEDIUM, Map.of(Signal.ERROR_BURST, 0.0), Map.of());
    assertThat(new Story(deaf).every(1, 0, 9, ERROR).now.score()).isZero();
  }

  @Test
  void aWindowOfARuleCountsAndIsTold() {
    Settings wide = new Settings(Level.MEDIUM, Map.of(), Map.of(Signal.ERROR_BURST, 120_000L));
    assertThat(new Story().every(25, 0, 100, ERROR).kinds()).isEmpty();
    Story story = new Story(wide).every(25, 0, 100, ERROR);
    assertThat(story.kinds()).containsExactly(EpisodeChange.Kind.OPENED);
    assertThat(story.signal(Signal.ERROR_BURST).orElseThrow().text())
        .contains("4 errors", "within 2 minutes");
    Settings narrow = new Settings(Level.MEDIUM, Map.of(), Map.of(Signal.ERROR_BURST, 5_000L));
    assertThat(new Story(narrow).every(6, 0, 54, ERROR).kinds()).isEmpty();
  }

  @Test
  void aRampOfARuleCounts() {
    Settings soon = ramp(Signal.ERROR_BURST, 1, 2);
    assertThat(new Story().every(1, 0, 2, ERROR).kinds()).isEmpty();
    assertThat(new Story(soon).every(1, 0, 2, ERROR).kinds())
        .containsExactly(EpisodeChange.Kind.OPENED);
    Settings late = ramp(Signal.ERROR_BURST, 8, 12);
    assertThat(new Story(late).every(1, 0, 4, ERROR).signal(Signal.ERROR_BURST)).isEmpty();
  }

  private static Settings ramp(Signal signal, double watch, double act) {
    return new Settings(Level.MEDIUM, Map.of(), Map.of(), Map.of(signal, new Ramp(watch, act)));
  }

  @Test
  void everythingIsForgottenADayLater() {
    Story story = new Story().every(1, 0, 9, ERROR).until(24 * 3_600 + 100);
    assertThat(Learner.isForgotten(story.state)).isTrue();
  }

  /** Whatever happens, these hold; the seed is printed, and the same story is told again. */
  @Test
  void anyStoryKeepsTheRules() {
    long seed = System.nanoTime();
    System.out.println("stories with seed " + seed);
    for (int n = 0; n < 60; n++) {
      List<EpisodeChange> changes = randomStory(new Random(seed + n), seed + n);
      assertThat(randomStory(new Random(seed + n), seed + n)).isEqualTo(changes);
    }
  }

  private static List<EpisodeChange> randomStory(Random random, long seed) {
    Story story = new Story();
    ObservationKind[] kinds = ObservationKind.values();
    double second = 0;
    List<EpisodeChange> open = new ArrayList<>();
    int seen = 0;
    for (int i = 0; i < 300; i++) {
      second += random.nextInt(10) == 0 ? random.nextInt(400) : random.nextDouble() * 4;
      // now and then an event comes late
      double at = random.nextInt(8) == 0 ? Math.max(0, second - random.nextInt(50)) : second;
      String item = "q" + random.nextInt(3);
      boolean correct = random.nextInt(4) == 0;
      double value = random.nextInt(6);
      ObservationKind kind = kinds[random.nextInt(kinds.length)];
      story.at(
          at,
          kind,
          event -> event.item(item).correct(correct).value(value).on(value, value).lesson("l1"));
      Judgement now = story.now;
      assertThat(now.score()).as("seed %d", seed).isBetween(0.0, 1.0);
      double shares = now.contributions().stream().mapToDouble(Contribution::share).sum();
      assertThat(shares).as("seed %d", seed).isBetween(0.0, now.score() + 1e-9);
      assertThat(now.reasons()).hasSizeLessThanOrEqualTo(3);
      for (; seen < story.changes.size(); seen++) {
        checkOrder(open, story.changes.get(seen), seed);
      }
    }
    return story.changes;
  }

  private static void checkOrder(List<EpisodeChange> open, EpisodeChange change, long seed) {
    if (change.kind() == OPENED) {
      assertThat(open).as("seed %d: one episode at a time", seed).isEmpty();
      assertThat(change.revision()).isEqualTo(1);
      open.add(change);
      return;
    }
    assertThat(open).as("seed %d", seed).isNotEmpty();
    EpisodeChange last = open.get(open.size() - 1);
    assertThat(change.number()).as("seed %d", seed).isEqualTo(last.number());
    assertThat(change.revision()).as("seed %d", seed).isEqualTo(last.revision() + 1);
    assertThat(change.openedAt()).as("seed %d", seed).isEqualTo(last.openedAt());
    if (change.kind() == RESOLVED) {
      open.clear();
    } else {
      assertThat(change.peakLevel()).as("seed %d", seed).isGreaterThan(last.peakLevel());
      open.add(change);
    }
  }

  @Test
  void aHardItemRaisesWhoIsCalledForAndCallsForNobody() {
    Story story = new Story();
    for (int i = 0; i < 3; i++) {
      story.at(
          i * 70,
          ObservationKind.ATTEMPT,
          event -> event.item("q1").correct(false).peers(12, 12, 0, 0));
    }
    assertThat(story.state.level).isEqualTo(Level.HIGH);
    assertThat(story.kinds()).isEmpty();
    story.at(
        210, ObservationKind.ATTEMPT, event -> event.item("q1").correct(false).peers(12, 12, 0, 0));
    assertThat(story.kinds()).containsExactly(OPENED);
    assertThat(story.changes.get(0).level()).isEqualTo(Level.CRITICAL);
  }

  @Test
  void hintsAloneAreSeenButMakeNoAlert() {
    Story story = new Story();
    for (int i = 0; i < 3; i++) {
      story.at(i * 40, HINT_REQUEST, event -> event.item("q1"));
    }
    assertThat(story.state.level).isEqualTo(Level.LOW);
    assertThat(story.kinds()).isEmpty();
  }
}
