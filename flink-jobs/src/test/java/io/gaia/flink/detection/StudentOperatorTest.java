package io.gaia.flink.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.flink.common.Kept;
import io.gaia.flink.common.Outgoing;
import io.gaia.flink.detection.StudentMessage.Form;
import io.gaia.flink.detection.model.EpisodeChange;
import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.ObservationKind;
import io.gaia.flink.detection.model.Peers;
import io.gaia.flink.detection.model.StudentReport;
import io.gaia.flink.detection.model.Timetable;
import io.gaia.schemas.event.FrustrationEpisode;
import io.gaia.schemas.json.EventCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator of a student in a harness: time, state and timers by hand. */
class StudentOperatorTest {
  private static final long BEGINNING = 1_772_442_000_000L;
  private static final long A_DAY = 24 * 3_600;

  private KeyedBroadcastOperatorTestHarness<String, StudentMessage, ControlMessage, StudentReport>
      operator;

  @BeforeEach
  void start() throws Exception {
    operator = harness();
    operator.open();
  }

  StateBackend backEnd() {
    return new HashMapStateBackend();
  }

  private KeyedBroadcastOperatorTestHarness<String, StudentMessage, ControlMessage, StudentReport>
      harness() throws Exception {
    var harness =
        new KeyedBroadcastOperatorTestHarness<>(
            StudentOperator.operator(), StudentMessage::studentId, Types.STRING, 10, 1, 0);
    harness.setStateBackend(backEnd());
    return harness;
  }

  @AfterEach
  void stop() throws Exception {
    operator.close();
  }

  private static long at(double second) {
    return BEGINNING + Math.round(second * 1000);
  }

  private static Observation event(String id, String student, ObservationKind kind, double second) {
    return Observation.of(id, student, "fractions", kind, at(second)).inClassroom("c-1");
  }

  private void send(StudentMessage message) throws Exception {
    operator.processElement(new StreamRecord<>(message));
  }

  private void error(String student, double second) throws Exception {
    send(
        StudentMessage.event(
            Form.EVENT, event(student + second, student, ObservationKind.ERROR, second)));
  }

  private void watermark(double second) throws Exception {
    both(new Watermark(at(second)));
  }

  private void both(Watermark watermark) throws Exception {
    operator.processBroadcastWatermark(watermark);
    operator.processWatermark(watermark);
  }

  private List<StudentReport> reports() {
    return operator.extractOutputValues();
  }

  private List<EpisodeChange.Kind> liveChanges() {
    return reports().stream()
        .flatMap(report -> report.changes().stream())
        .map(EpisodeChange::kind)
        .toList();
  }

  private List<FrustrationEpisode> history() {
    return outgoing(StudentOperator.EPISODES).stream()
        .map(outgoing -> EventCodec.fromBytes(outgoing.value(), FrustrationEpisode.class))
        .toList();
  }

  private List<Outgoing> outgoing(OutputTag<Outgoing> tag) {
    Queue<StreamRecord<Outgoing>> records = operator.getSideOutput(tag);
    return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
  }

  private int keptThings() throws Exception {
    return Kept.entries(operator) + operator.numEventTimeTimers();
  }

  @Test
  void anAlertDoesNotWaitForTheWatermarkAndTheHistoryDoes() throws Exception {
    watermark(-10);
    for (int i = 0; i < 6; i++) {
      error("ada", i * 4);
    }
    assertThat(liveChanges())
        .containsExactly(EpisodeChange.Kind.OPENED, EpisodeChange.Kind.ESCALATED);
    assertThat(history()).isEmpty();
    watermark(90);
    assertThat(history()).extracting(FrustrationEpisode::revision).containsExactly(1L, 2L);
  }

  @Test
  void nothingIsScoredBeforeRosterAndRulesAreRead() throws Exception {
    for (int i = 0; i < 6; i++) {
      send(
          StudentMessage.event(
              Form.EVENT, event("e" + i, "ada", ObservationKind.ERROR, i).inClassroom("")));
    }
    assertThat(reports()).isEmpty();
    send(StudentMessage.roster("ada", List.of("c-9"), ""));
    watermark(6);
    assertThat(reports()).isNotEmpty().allMatch(report -> report.classroomId().equals("c-9"));
    assertThat(liveChanges()).contains(EpisodeChange.Kind.OPENED);
  }

  @Test
  void afterARestoreEventsWaitAgainAndNothingIsLost() throws Exception {
    watermark(-10);
    for (int i = 0; i < 3; i++) {
      error("ada", i);
    }
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();
    operator = harness();
    operator.initializeState(snapshot);
    operator.open();
    error("ada", 4);
    assertThat(reports()).isEmpty();
    watermark(0);
    assertThat(liveChanges()).containsExactly(EpisodeChange.Kind.OPENED);
  }

  @Test
  void aDuplicateCountsOnce() throws Exception {
    watermark(-10);
    for (int i = 0; i < 8; i++) {
      error("ada", 3);
    }
    assertThat(liveChanges()).isEmpty();
    watermark(100);
    assertThat(history()).isEmpty();
  }

  @Test
  void aLateEventIsNotScored() throws Exception {
    watermark(100);
    for (int i = 0; i < 8; i++) {
      error("ada", i);
    }
    assertThat(reports()).isEmpty();
    assertThat(keptThings()).isZero();
  }

  @Test
  void anyOrderGivesTheSameHistory() throws Exception {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      seconds.add(i * 3.5);
    }
    watermark(-10);
    for (double second : seconds) {
      error("ada", second);
    }
    long seed = System.nanoTime();
    System.out.println("order with seed " + seed);
    Collections.shuffle(seconds, new Random(seed));
    for (double second : seconds) {
      error("bob", second);
    }
    watermark(A_DAY);
    assertThat(history()).isNotEmpty();
    assertThat(storyOf("bob")).isEqualTo(storyOf("ada"));
  }

  private List<String> storyOf(String student) {
    return history().stream()
        .filter(episode -> episode.studentId().equals(student))
        .map(e -> e.detectedAt() + " " + e.severity() + e.score() + e.resolvedAt() + e.reasons())
        .toList();
  }

  @Test
  void anEpisodeWithoutAnEndEndsByTimeAndStateReturnsToNothing() throws Exception {
    watermark(-10);
    for (int i = 0; i < 6; i++) {
      error("ada", i * 4);
    }
    assertThat(keptThings()).isPositive();
    assertThat(operator.numEventTimeTimers()).isLessThanOrEqualTo(2);
    for (int second = 0; second < 400; second += 7) {
      watermark(second);
    }
    assertThat(liveChanges()).endsWith(EpisodeChange.Kind.RESOLVED);
    assertThat(history()).last().satisfies(e -> assertThat(e.resolvedAt()).isPresent());
    watermark(2 * A_DAY);
    assertThat(keptThings()).isZero();
  }

  @Test
  void whatCameDaysApartBeforeTheFirstWatermarkIsAllDecided() throws Exception {
    for (int day = 0; day < 2; day++) {
      for (int i = 0; i < 6; i++) {
        error("ada", day * A_DAY + i * 4);
      }
    }
    watermark(5 * A_DAY);
    assertThat(history()).filteredOn(e -> e.resolvedAt().isPresent()).hasSize(2);
    assertThat(keptThings()).isZero();
  }

  @Test
  void aWatermarkAloneSaysNothing() throws Exception {
    watermark(0);
    watermark(1_000);
    assertThat(reports()).isEmpty();
    assertThat(keptThings()).isZero();
  }

  @Test
  void onlyInAnActiveClassIsSilenceTold() throws Exception {
    watermark(-10);
    for (String student : List.of("ada", "bob")) {
      send(StudentMessage.event(Form.EVENT, event(student, student, ObservationKind.FOCUS, 0)));
    }
    for (int second = 0; second < 200; second += 5) {
      if (second == 30) {
        active(30, true);
      }
      watermark(second);
    }
    assertThat(liveChanges()).contains(EpisodeChange.Kind.OPENED);
    assertThat(reports().stream().flatMap(report -> report.changes().stream()))
        .allMatch(EpisodeChange::quiet);
    int before = reports().size();
    active(200, false);
    watermark(260);
    assertThat(liveChanges().subList(0, liveChanges().size()))
        .contains(EpisodeChange.Kind.RESOLVED);
    assertThat(reports().size()).isGreaterThan(before);
  }

  private void active(double second, boolean active) throws Exception {
    for (boolean settled : List.of(false, true)) {
      operator.processBroadcastElement(
          new StreamRecord<>(ControlMessage.activity("c-1", at(second), active, settled)));
    }
  }

  @Test
  void aTombstoneOfTheRosterForgetsTheStudentAndSaysSo() throws Exception {
    watermark(-10);
    send(StudentMessage.roster("ada", List.of("c-1"), "s-1"));
    for (int i = 0; i < 6; i++) {
      error("ada", i);
    }
    assertThat(keptThings()).isPositive();
    send(StudentMessage.erased("ada"));
    assertThat(keptThings()).isZero();
    assertThat(reports()).last().matches(StudentReport::erased);
    List<Outgoing> scores = outgoing(StudentOperator.FRUSTRATION);
    assertThat(scores.get(scores.size() - 1)).isEqualTo(Outgoing.tombstone("ada"));
    watermark(500);
    assertThat(history()).isEmpty();
  }

  @Test
  void whoWasForgottenBeginsAnew() throws Exception {
    watermark(-10);
    send(StudentMessage.roster("ada", List.of("c-1"), "s-1"));
    error("ada", 1);
    int ofOneEvent = keptThings();
    error("ada", 2);
    send(StudentMessage.erased("ada"));
    send(StudentMessage.roster("ada", List.of("c-1"), "s-1"));
    error("ada", 1);
    assertThat(keptThings()).as("it is no duplicate of what is gone").isEqualTo(ofOneEvent);
  }

  private void errorIn(String student, String lesson, double second) throws Exception {
    Observation error =
        new Observation(
            student + second,
            student,
            "fractions",
            "",
            ObservationKind.ERROR,
            at(second),
            1,
            false,
            lesson,
            "",
            Observation.NO_DURATION,
            Double.NaN,
            Double.NaN,
            "",
            0,
            Peers.UNKNOWN);
    send(StudentMessage.event(Form.EVENT, error));
  }

  private void lessonWith(String classroom, String lesson) throws Exception {
    Timetable timetable = new Timetable(List.of(lesson), List.of(), List.of());
    operator.processBroadcastElement(
        new StreamRecord<>(ControlMessage.timetable(new ClassTimetable(classroom, timetable))));
  }

  private List<String> toldOf(String student) {
    return reports().stream()
        .filter(report -> report.studentId().equals(student))
        .flatMap(
            report -> report.changes().stream().map(it -> report.classroomId() + " " + it.kind()))
        .toList();
  }

  @Test
  void theClassInSessionHearsAndAnOpenEpisodeStaysWithIt() throws Exception {
    watermark(-10);
    send(StudentMessage.roster("ada", List.of("c-1", "c-2"), ""));
    lessonWith("c-2", "decimals");
    for (int i = 0; i < 6; i++) {
      errorIn("ada", "decimals", i * 4);
    }
    // in the other class by now, where it goes no better
    for (int i = 0; i < 6; i++) {
      errorIn("ada", "fractions", 24 + i * 4);
    }
    assertThat(toldOf("ada")).containsExactly("c-2 OPENED", "c-2 ESCALATED");
    assertThat(reports()).noneMatch(StudentReport::erased);
    watermark(400);
    assertThat(toldOf("ada")).last().isEqualTo("c-2 RESOLVED");

    for (int i = 0; i < 6; i++) {
      errorIn("ada", "fractions", 410 + i * 4);
    }
    assertThat(toldOf("ada")).last().isEqualTo("c-1 ESCALATED");
    assertThat(reports())
        .filteredOn(StudentReport::erased)
        .extracting(StudentReport::classroomId)
        .containsExactly("c-2");
    watermark(A_DAY);
    assertThat(history())
        .extracting(episode -> episode.classroomId() + " " + episode.resolvedAt().isPresent())
        .containsOnly("c-2 false", "c-2 true", "c-1 false", "c-1 true")
        .startsWith("c-2 false")
        .endsWith("c-1 true");
  }

  @Test
  void aChangedRuleActsOnTheNextEvent() throws Exception {
    watermark(-10);
    RuleState critical = new RuleState();
    critical.threshold = "CRITICAL";
    operator.processBroadcastElement(new StreamRecord<>(ControlMessage.rule("global", critical)));
    for (int i = 0; i < 4; i++) {
      error("ada", i);
    }
    assertThat(liveChanges()).isEmpty();
    operator.processBroadcastElement(new StreamRecord<>(ControlMessage.noRule("global")));
    send(StudentMessage.event(Form.EVENT, event("k", "ada", ObservationKind.KEYPRESS, 4.5)));
    assertThat(liveChanges()).containsExactly(EpisodeChange.Kind.OPENED);
  }

  @Test
  void aChangedRampActsOnTheNextEvent() throws Exception {
    watermark(-10);
    error("ada", 0);
    error("ada", 1);
    assertThat(liveChanges()).isEmpty();
    RuleState soon = new RuleState();
    soon.watches.put("error_burst", 1.0);
    soon.acts.put("error_burst", 2.0);
    operator.processBroadcastElement(new StreamRecord<>(ControlMessage.rule("global", soon)));
    send(StudentMessage.event(Form.EVENT, event("k", "ada", ObservationKind.KEYPRESS, 2)));
    assertThat(liveChanges()).containsExactly(EpisodeChange.Kind.OPENED);
  }

  @Test
  void aChangedWindowActsOnTheNextEvent() throws Exception {
    watermark(-10);
    for (int i = 0; i < 4; i++) {
      error("ada", 25 * i);
    }
    assertThat(liveChanges()).isEmpty();
    RuleState wide = new RuleState();
    wide.windows.put("error_burst", 120);
    operator.processBroadcastElement(new StreamRecord<>(ControlMessage.rule("global", wide)));
    send(StudentMessage.event(Form.EVENT, event("k", "ada", ObservationKind.KEYPRESS, 76)));
    assertThat(liveChanges()).containsExactly(EpisodeChange.Kind.OPENED);
  }
}
