package io.gaia.flink.detection.model;

import static io.gaia.flink.detection.model.ObservationKind.BACKSPACE;
import static io.gaia.flink.detection.model.ObservationKind.BLUR;
import static io.gaia.flink.detection.model.ObservationKind.CLICK;
import static io.gaia.flink.detection.model.ObservationKind.COMPLETION;
import static io.gaia.flink.detection.model.ObservationKind.ERROR;
import static io.gaia.flink.detection.model.ObservationKind.FOCUS;
import static io.gaia.flink.detection.model.ObservationKind.HESITATION;
import static io.gaia.flink.detection.model.ObservationKind.HINT_REQUEST;
import static io.gaia.flink.detection.model.ObservationKind.KEYPRESS;
import static io.gaia.flink.detection.model.ObservationKind.NAVIGATION;
import static io.gaia.flink.detection.model.ObservationKind.RATING;
import static io.gaia.flink.detection.model.ObservationKind.SCROLLING;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each signal of the table, by what a student does. */
class SignalsTest {

  @ParameterizedTest
  @CsvSource({"1, 0, 0", "2, 0.25, 0.25", "4, 0.5, 0.99", "5, 1, 1", "9, 1, 1"})
  void errorsWithinAMinute(int errors, double least, double most) {
    Story story = new Story().every(4, 0, errors * 4, ERROR);
    assertThat(story.intensity(Signal.ERROR_BURST)).isBetween(least, most);
  }

  @Test
  void errorsLeaveTheWindow() {
    Story story = new Story().every(2, 0, 12, ERROR);
    assertThat(story.until(58).intensity(Signal.ERROR_BURST)).isEqualTo(1);
    assertThat(story.until(90).intensity(Signal.ERROR_BURST)).isZero();
  }

  @Test
  void wrongAnswersInARowOnOneItemCountHoweverSlowTheyCome() {
    Story story = new Story().wrong(0, "q1").wrong(120, "q1").wrong(260, "q1").wrong(400, "q1");
    assertThat(story.intensity(Signal.FAILURE_STREAK)).isBetween(0.5, 0.99);
    assertThat(story.signal(Signal.FAILURE_STREAK).orElseThrow().text())
        .isEqualTo("4 wrong answers on 'q1' in 7 minutes");
  }

  @Test
  void aRightAnswerEndsTheRow() {
    Story story = new Story().wrong(0, "q1").wrong(70, "q1").wrong(140, "q1").right(210, "q1");
    assertThat(story.intensity(Signal.FAILURE_STREAK)).isZero();
  }

  @Test
  void anotherItemHasItsOwnRowAndTheOldOneIsRemembered() {
    Story story = new Story().wrong(0, "q1").wrong(70, "q1").wrong(140, "q1").wrong(210, "q2");
    assertThat(story.intensity(Signal.FAILURE_STREAK)).isZero();
    assertThat(story.wrong(280, "q1").intensity(Signal.FAILURE_STREAK)).isBetween(0.5, 0.99);
  }

  @Test
  void aRowFadesWhenNothingHappensOnTheItem() {
    Story story = new Story();
    for (int i = 0; i < 5; i++) {
      story.wrong(i * 65, "q1");
    }
    assertThat(story.until(500).intensity(Signal.FAILURE_STREAK)).isEqualTo(1);
    assertThat(story.until(720).intensity(Signal.FAILURE_STREAK)).isBetween(0.3, 0.8);
    assertThat(story.until(900).intensity(Signal.FAILURE_STREAK)).isZero();
  }

  @Test
  void aLessonWithoutThreeCorrectInARowIsWheelSpinning() {
    Story story = new Story();
    for (int i = 0; i < 12; i++) {
      boolean correct = i % 3 == 2;
      String item = "q" + i;
      story.at(
          i * 70, ObservationKind.ATTEMPT, event -> event.item(item).lesson("l1").correct(correct));
    }
    assertThat(story.wrong(12 * 70, "q13").signal(Signal.WHEEL_SPIN).orElseThrow().text())
        .isEqualTo("13 attempts in lesson 'l1', 9 of them wrong, without three correct in a row");
  }

  @Test
  void correctionsPerHundredKeysNeedAtLeastTwentyKeys() {
    Story few = new Story().every(1, 0, 10, KEYPRESS).every(1, 10, 18, BACKSPACE);
    assertThat(few.intensity(Signal.CORRECTION_RATE)).isZero();
    Story enough = new Story().every(1, 0, 30, KEYPRESS).every(1, 30, 45, BACKSPACE);
    assertThat(enough.intensity(Signal.CORRECTION_RATE)).isEqualTo(1);
  }

  @Test
  void whoAlwaysCorrectsALotIsComparedWithThemselves() {
    Story story = new Story();
    for (int second = 0; second < 900; second++) {
      story.at(second, second % 3 == 0 ? BACKSPACE : KEYPRESS);
    }
    assertThat(story.intensity(Signal.CORRECTION_RATE)).isLessThan(0.3);
    assertThat(story.state.usualCorrections.mean).isBetween(45.0, 55.0);
  }

  @ParameterizedTest
  @CsvSource({"5, 0, 0", "15, 0.25, 0.25", "40, 0.4, 0.9", "60, 1, 1", "100, 1, 1"})
  void pausesWhileWorking(int pause, double least, double most) {
    Story story = new Story().alone().at(0, KEYPRESS).at(pause, KEYPRESS);
    assertThat(story.intensity(Signal.HESITATION)).isBetween(least, most);
    Story told = new Story().at(0, HESITATION, event -> event.value(pause));
    assertThat(told.intensity(Signal.HESITATION)).isBetween(least, most);
  }

  @Test
  void pausesBetweenAnswersOfAnAppWithoutKeystrokesAreUnknownNotHesitation() {
    Story story = new Story().wrong(0, "q1").wrong(60, "q1").until(400);
    assertThat(story.signal(Signal.HESITATION)).isEmpty();
    assertThat(story.signal(Signal.IDLE)).isEmpty();
  }

  @Test
  void silenceWithTheAppOpenWhileOthersWorkIsIdle() {
    Story story = new Story().at(0, FOCUS).until(181);
    assertThat(story.intensity(Signal.IDLE)).isGreaterThan(0.9);
    assertThat(new Story().alone().at(0, FOCUS).until(181).signal(Signal.IDLE)).isEmpty();
    assertThat(new Story().at(0, FOCUS).at(5, BLUR).until(181).signal(Signal.IDLE)).isEmpty();
    assertThat(new Story().at(0, FOCUS).at(5, COMPLETION).until(181).signal(Signal.IDLE)).isEmpty();
    assertThat(story.until(1_000).signal(Signal.IDLE)).as("has left").isEmpty();
  }

  @Test
  void hintsInAQuickChainCountDouble() {
    Story slow = new Story();
    Story quick = new Story();
    for (int i = 0; i < 3; i++) {
      slow.at(i * 40, HINT_REQUEST, event -> event.item("q1"));
      quick.at(i * 5, HINT_REQUEST, event -> event.item("q1"));
    }
    assertThat(slow.intensity(Signal.HINT_CHAIN)).isBetween(0.4, 0.9);
    assertThat(quick.intensity(Signal.HINT_CHAIN)).isEqualTo(1);
    assertThat(quick.signal(Signal.HINT_CHAIN).orElseThrow().text())
        .isEqualTo("asked for 3 hints on 'q1' within 3 minutes");
  }

  @Test
  void wrongAnswersInAHurry() {
    Story story = new Story();
    for (int i = 0; i < 4; i++) {
      String item = "q" + i;
      story.at(i * 12, ObservationKind.ATTEMPT, event -> event.item(item).correct(false).took(1.5));
    }
    assertThat(story.intensity(Signal.RAPID_GUESS)).isEqualTo(1);
    assertThat(new Story().wrong(0, "a").wrong(20, "b").wrong(40, "c").signal(Signal.RAPID_GUESS))
        .isEmpty();
  }

  @Test
  void threeClicksOnOneSpotWithinASecondAreARage() {
    Story story = new Story();
    for (int i = 0; i < 9; i++) {
      int n = i;
      story.at(i * 0.3, CLICK, event -> event.on(100 + n, 200));
    }
    assertThat(story.intensity(Signal.RAGE_CLICK)).isEqualTo(1);
    Story apart = new Story();
    Story selecting = new Story();
    Story slow = new Story();
    for (int i = 0; i < 9; i++) {
      int n = i;
      apart.at(i * 0.3, CLICK, event -> event.on(100 * n, 200));
      slow.at(i * 1.5, CLICK, event -> event.on(100, 200));
      selecting.at(i * 0.3, CLICK, event -> event.on(100, 200).flags(Observation.TEXT_SELECTION));
    }
    assertThat(apart.signal(Signal.RAGE_CLICK)).isEmpty();
    assertThat(slow.signal(Signal.RAGE_CLICK)).isEmpty();
    assertThat(selecting.signal(Signal.RAGE_CLICK)).isEmpty();
  }

  @Test
  void clicksThatLeadToNothingOrToAnError() {
    Story story = new Story();
    for (int i = 0; i < 3; i++) {
      story.at(i * 8, CLICK, event -> event.flags(Observation.NO_EFFECT));
      story.at(i * 8 + 4, CLICK).at(i * 8 + 4.5, ERROR).at(i * 8 + 4.7, ERROR);
    }
    assertThat(story.signal(Signal.DEAD_OR_ERROR_CLICK).orElseThrow().value()).isEqualTo(6);
  }

  @Test
  void switchingBackAndForth() {
    Story story = new Story().at(0, FOCUS);
    for (int i = 1; i < 4; i++) {
      story.at(i * 3, BLUR).at(i * 3 + 1, FOCUS);
      int up = i % 2 == 0 ? 1 : -1;
      story.at(i * 3 + 1.5, SCROLLING, event -> event.value(up * 100));
      story.at(i * 3 + 2, NAVIGATION, event -> event.flags(Observation.BACK));
    }
    assertThat(story.signal(Signal.THRASH).orElseThrow().value()).isEqualTo(11);
    assertThat(story.intensity(Signal.THRASH)).isEqualTo(1);
  }

  @Test
  void muchLongerOnAnItemThanTheOthers() {
    Story story = new Story();
    for (int i = 0; i < 3; i++) {
      story.at(
          i * 100,
          ObservationKind.ATTEMPT,
          event -> event.item("q1").correct(false).peers(9, 1, 0, 60));
    }
    assertThat(story.intensity(Signal.SLOW_ITEM)).isGreaterThan(0.5);
    assertThat(story.signal(Signal.SLOW_ITEM).orElseThrow().text())
        .contains("on 'q1'; half of the others needed less than 60 seconds");
  }

  @Test
  void whereTheOthersStayStuckIsKnownByWhoFailsThere() {
    Story story = new Story();
    for (int i = 0; i < 2; i++) {
      story.at(
          i * 100,
          ObservationKind.ATTEMPT,
          event -> event.item("q1").correct(false).peers(12, 10, 1, 0));
    }
    assertThat(story.intensity(Signal.HARD_ITEM)).isEqualTo(1);
    assertThat(story.signal(Signal.HARD_ITEM).orElseThrow().text())
        .isEqualTo(
            "9 of 12 others on 'q1' had as many wrong answers and did not get over them soon");
    assertThat(story.now.score()).isGreaterThan(story.now.absoluteStruggle());
  }

  @Test
  void aHardItemMakesNoAlertOfOneWrongAnswer() {
    Story story =
        new Story()
            .at(
                0,
                ObservationKind.ATTEMPT,
                event -> event.item("q1").correct(false).peers(12, 12, 0, 0));
    assertThat(Level.of(story.now.score())).isLessThan(Level.MEDIUM);
  }

  @Test
  void whoLeavesOneItemAfterTheOtherUnsolvedHasMoreThanThisOneToGetOver() {
    Story story = new Story();
    for (int i = 0; i < 4; i++) {
      story.wrong(i * 70, "q" + i);
    }
    story.wrong(300, "q4").wrong(370, "q4");
    assertThat(story.intensity(Signal.UNSOLVED_ITEMS)).isEqualTo(1);
    assertThat(story.signal(Signal.UNSOLVED_ITEMS).orElseThrow().text())
        .isEqualTo("4 of the last 4 items not solved");
    Story solving = new Story();
    for (int i = 0; i < 4; i++) {
      solving.wrong(i * 70, "q" + i).right(i * 70 + 20, "q" + i);
    }
    assertThat(solving.wrong(300, "q4").wrong(370, "q4").signal(Signal.UNSOLVED_ITEMS)).isEmpty();
  }

  @Test
  void leafingThroughUnsolvedItemsIsNoFailureButComingBackToOneIs() {
    Story story = new Story();
    for (int i = 0; i < 6; i++) {
      story.wrong(i * 100, "q" + i);
    }
    double before = story.now.score();
    // as the exam's log has it: what stands there is handed in again with each look
    for (int i = 0; i < 6; i++) {
      story.wrong(600 + i * 2, "q" + i);
    }
    assertThat(story.signal(Signal.ERROR_BURST).map(Contribution::value).orElse(0.0))
        .as("only the first look came after a time in which something could be done")
        .isLessThanOrEqualTo(2);
    assertThat(story.signal(Signal.FAILURE_STREAK)).isEmpty();
    assertThat(story.now.score()).isLessThan(before + 0.1);
    story.wrong(700, "q5").wrong(800, "q5").wrong(900, "q5");
    assertThat(story.signal(Signal.FAILURE_STREAK).orElseThrow().value()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 0.25", "3, 0", "5, 0"})
  void lowRatings(int rating, double intensity) {
    Story story = new Story().at(0, RATING, event -> event.value(rating));
    assertThat(story.intensity(Signal.LOW_RATING)).isEqualTo(intensity);
    assertThat(story.until(700).intensity(Signal.LOW_RATING)).isZero();
  }

  @Test
  void successLowersTheScore() {
    Story story = new Story().every(3, 0, 12, ERROR);
    double before = story.now.score();
    story.at(13, COMPLETION).at(14, COMPLETION);
    assertThat(story.now.score()).isLessThan(before - 0.3);
  }

  @Test
  void whatTheClassmatesGotOverIsUsualButFewerThanFiveTellNothing() {
    Story usual = new Story();
    Story unusual = new Story();
    Story few = new Story();
    for (int i = 0; i < 4; i++) {
      usual.at(i * 70, ObservationKind.ATTEMPT, e -> e.item("q").correct(false).peers(10, 9, 8, 0));
      unusual.at(
          i * 70, ObservationKind.ATTEMPT, e -> e.item("q").correct(false).peers(10, 1, 0, 0));
      few.at(i * 70, ObservationKind.ATTEMPT, e -> e.item("q").correct(false).peers(4, 4, 4, 0));
    }
    assertThat(usual.now.score()).isLessThan(Level.LOW.lowerEdge());
    assertThat(unusual.now.score()).isEqualTo(few.now.score()).isGreaterThan(0.65);
    assertThat(usual.now.absoluteStruggle()).isEqualTo(few.now.score());
    assertThat(unusual.signal(Signal.FAILURE_STREAK).orElseThrow().text())
        .endsWith("; 1 of 10 others had as many");
  }

  @Test
  void theSameWrongAnswersCountOnce() {
    Story quick = new Story().wrong(0, "q").wrong(10, "q").wrong(20, "q");
    Story slow = new Story().wrong(0, "q").wrong(70, "q").wrong(140, "q");
    assertThat(quick.now.score()).isEqualTo(slow.now.score());
  }
}
