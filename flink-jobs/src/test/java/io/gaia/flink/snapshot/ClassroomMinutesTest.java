package io.gaia.flink.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.flink.common.ErasureSignal;
import io.gaia.flink.common.Erasures;
import io.gaia.flink.common.Kept;
import io.gaia.flink.common.Outgoing;
import io.gaia.flink.snapshot.ClassSignal.Kind;
import io.gaia.schemas.event.ClassroomSnapshot;
import io.gaia.schemas.event.Erasure;
import io.gaia.schemas.json.EventCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Times are seconds after ten o'clock. */
class ClassroomMinutesTest {

  private static final Instant TEN = Instant.parse("2026-01-31T10:00:00Z");

  private KeyedBroadcastOperatorTestHarness<ClassKey, ClassSignal, ErasureSignal, Outgoing> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new KeyedBroadcastOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(new ClassroomMinutes(), List.of(Erasures.STATE)),
            ClassSignal::key,
            TypeInformation.of(ClassKey.class),
            10,
            1,
            0);
    harness.open();
    harness.processBroadcastWatermark(Watermark.MAX_WATERMARK);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void aMinuteIsToldWhileItChangesAndWhenItEnds() throws Exception {
    send(event("s1", 1, "keypress"), event("s2", 3, "error"));
    assertThat(told()).isEmpty();
    assertThat(toldAt(10))
        .containsExactly(
            new ClassroomSnapshot(
                "c1",
                "quiz",
                at(0),
                at(60),
                2,
                2,
                0,
                0,
                0,
                0.5,
                0,
                Optional.empty(),
                97.2222,
                Map.of("error", 1L, "keypress", 1L)));
    assertThat(toldAt(59)).as("nothing changed").isEmpty();
    send(event("s1", 59, "keypress"));
    assertThat(toldAt(60))
        .extracting(snapshot -> snapshot.eventsByType().get("keypress"))
        .containsExactly(2L);
    assertThat(toldAt(120)).isEmpty();
  }

  @Test
  void whenTheWatermarkJumpsEachMinuteIsToldOnce() throws Exception {
    send(event("s1", 1, "keypress"), event("s1", 31, "keypress"), event("s1", 65, "keypress"));
    assertThat(toldAt(600))
        .extracting(ClassroomSnapshot::windowStart)
        .containsExactly(at(0), at(60));
  }

  @Test
  void eventsOutOfOrderAndLateOnesGoToTheMinuteTheyBelongTo() throws Exception {
    send(event("s1", 65, "error"), event("s1", 2, "error"));
    assertThat(toldAt(100)).hasSize(2);
    send(event("s2", 30, "error"));
    assertThat(toldAt(101))
        .extracting(ClassroomSnapshot::windowStart, ClassroomSnapshot::activeStudentCount)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(at(0), 2));
  }

  @Test
  void anEventThatIsTooLateChangesNothing() throws Exception {
    send(event("s1", 1, "error"));
    toldAt(60 + 5 * 60);
    send(event("s2", 2, "error"));
    assertThat(toldAt(60 + 5 * 60 + 60)).isEmpty();
  }

  @Test
  void scoresRatingsAndKeysMakeTheNumbers() throws Exception {
    send(
        event("s1", 1, "keypress"),
        event("s1", 2, "keypress"),
        event("s1", 3, "backspace"),
        failedAttempt("s2", 4),
        event("s3", 5, "click"),
        event("s4", 6, "click"),
        rating("s1", 7, 2),
        rating("s2", 8, 3),
        score("s1", 9, 0.9, true),
        score("s1", 12, 0.3, false),
        score("s2", 13, 0.5, true));
    ClassroomSnapshot minute = toldAt(60).get(0);
    assertThat(minute.studentCount()).isEqualTo(4);
    assertThat(minute.activeStudentCount()).isEqualTo(4);
    assertThat(minute.strugglingStudentCount()).isEqualTo(1);
    assertThat(minute.averageFrustrationLevel()).isEqualTo(0.2);
    assertThat(minute.worstFrustrationLevel()).isEqualTo(0.5);
    assertThat(minute.averageErrorRate()).isEqualTo(0.25);
    assertThat(minute.averageBackspaceRate()).isEqualTo(0.5);
    assertThat(minute.averageSatisfactionRating()).contains(2.5);
  }

  @Test
  void aStudentWhoFallsSilentStaysInTheClassForHalfAnHour() throws Exception {
    send(event("s1", 1, "click"), score("s1", 2, 0.7, true));
    toldAt(60);
    send(event("s2", 1500, "click"));
    ClassroomSnapshot soon = toldAt(1560).get(0);
    assertThat(soon.studentCount()).isEqualTo(2);
    assertThat(soon.activeStudentCount()).isEqualTo(1);
    assertThat(soon.worstFrustrationLevel()).as("the last score stands").isEqualTo(0.7);
    send(event("s2", 1900, "click"));
    assertThat(toldAt(1920).get(0).studentCount()).isEqualTo(1);
  }

  @Test
  void aScoreThatChangesLaterIsNotThatOfTheMinuteBefore() throws Exception {
    send(event("s1", 1, "click"), score("s1", 2, 0.2, false), score("s1", 70, 0.9, true));
    send(event("s1", 71, "click"));
    assertThat(toldAt(120))
        .extracting(ClassroomSnapshot::worstFrustrationLevel)
        .containsExactly(0.2, 0.9);
    send(event("s2", 50, "click"));
    assertThat(toldAt(130).get(0).worstFrustrationLevel()).isEqualTo(0.2);
  }

  @Test
  void anOldScoreThatIsReadAgainTellsNothing() throws Exception {
    send(score("s1", 5, 0.9, true));
    assertThat(toldAt(3600)).isEmpty();
    assertStateIsEmpty();
  }

  @Test
  void classesAndAppsAreApart() throws Exception {
    send(event("s1", 1, "click"));
    send(
        new ClassSignal(
            Kind.METRIC, "s2", "editor", "c1", "", "click", false, 0, false, ms(1), ms(1)));
    send(
        new ClassSignal(
            Kind.METRIC, "s2", "quiz", "c2", "", "click", false, 0, false, ms(1), ms(1)));
    assertThat(toldAt(60))
        .extracting(snapshot -> snapshot.classroomId() + " " + snapshot.appName())
        .containsExactlyInAnyOrder("c1 quiz", "c1 editor", "c2 quiz");
  }

  @Test
  void whenAClassIsOverNothingIsLeft() throws Exception {
    send(event("s1", 1, "click"), score("s1", 2, 0.7, true), event("s2", 100, "error"));
    toldAt(60);
    toldAt(3600);
    assertStateIsEmpty();
  }

  @Test
  void aRestoredJobGoesOnWithTheSameMinute() throws Exception {
    send(event("s1", 1, "click"));
    var snapshot = harness.snapshot(1, 1);
    harness.close();
    harness =
        new KeyedBroadcastOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(new ClassroomMinutes(), List.of(Erasures.STATE)),
            ClassSignal::key,
            TypeInformation.of(ClassKey.class),
            10,
            1,
            0);
    harness.initializeState(snapshot);
    harness.open();
    harness.processBroadcastWatermark(Watermark.MAX_WATERMARK);
    send(event("s2", 20, "click"));
    assertThat(toldAt(60)).extracting(ClassroomSnapshot::activeStudentCount).containsExactly(2);
  }

  @Test
  void whoWasErasedIsInNoMinuteAndTheMinuteStays() throws Exception {
    Erasure erasure = Erasure.of("pupil-ada", "salt", at(30));
    send(event("pupil-ada", 1, "click"), score("pupil-ada", 2, 0.7, true));
    send(event("pupil-bob", 3, "click"));
    assertThat(Kept.names(harness, "pupil-ada")).isTrue();
    harness.processBroadcastElement(ErasureSignal.remember(erasure), 0);
    harness.processBroadcastElement(ErasureSignal.sweep("pupil-ada"), 0);
    send(event("pupil-ada", 40, "click"), score("pupil-ada", 41, 0.7, true));
    assertThat(Kept.names(harness, "pupil-ada")).isFalse();
    assertThat(Kept.names(harness, "pupil-bob")).isTrue();
    assertThat(toldAt(60))
        .extracting(
            ClassroomSnapshot::activeStudentCount,
            ClassroomSnapshot::studentCount,
            snapshot -> snapshot.eventsByType().get("click"))
        .containsExactly(org.assertj.core.groups.Tuple.tuple(1, 1, 2L));
  }

  private void assertStateIsEmpty() throws Exception {
    assertThat(Kept.entries(harness)).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  private void send(ClassSignal... signals) throws Exception {
    for (ClassSignal signal : signals) {
      harness.processElement(signal, signal.at());
    }
  }

  private List<ClassroomSnapshot> toldAt(long watermarkSeconds) throws Exception {
    harness.processWatermark(ms(watermarkSeconds));
    return told();
  }

  private List<ClassroomSnapshot> told() {
    List<ClassroomSnapshot> told =
        harness.extractOutputValues().stream()
            .map(out -> EventCodec.fromBytes(out.value(), ClassroomSnapshot.class))
            .toList();
    harness.getOutput().clear();
    return told;
  }

  private static ClassSignal event(String student, long second, String type) {
    return new ClassSignal(
        Kind.METRIC,
        student,
        "quiz",
        "c1",
        "",
        type,
        type.equals("error"),
        0,
        false,
        ms(second),
        ms(second));
  }

  private static ClassSignal failedAttempt(String student, long second) {
    return new ClassSignal(
        Kind.METRIC, student, "quiz", "c1", "", "attempt", true, 0, false, ms(second), ms(second));
  }

  private static ClassSignal rating(String student, long second, int rating) {
    return new ClassSignal(
        Kind.RATING, student, "quiz", "c1", "", "", false, rating, false, ms(second), ms(second));
  }

  private static ClassSignal score(String student, long second, double score, boolean struggling) {
    return new ClassSignal(
        Kind.SCORE,
        student,
        "quiz",
        "c1",
        "",
        "",
        false,
        score,
        struggling,
        ms(second),
        ms(second));
  }

  private static Instant at(long seconds) {
    return TEN.plus(Duration.ofSeconds(seconds));
  }

  private static long ms(long seconds) {
    return at(seconds).toEpochMilli();
  }
}
