package io.gaia.flink.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.flink.common.ErasureSignal;
import io.gaia.flink.common.Erasures;
import io.gaia.flink.common.Kept;
import io.gaia.flink.detection.StudentMessage.Form;
import io.gaia.flink.detection.model.EpisodeChange;
import io.gaia.flink.detection.model.Level;
import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.ObservationKind;
import io.gaia.flink.detection.model.Peers;
import io.gaia.flink.detection.model.StudentReport;
import io.gaia.schemas.event.Erasure;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.junit.jupiter.api.Test;

/**
 * Once a student is erased, no byte of any operator's snapshot spells the id; the classmate beside
 * shows that it would be found.
 */
class ErasedFromStateTest {
  private static final long BEGINNING = 1_772_442_000_000L;
  private static final String ADA = "pupil-ada";
  private static final String BOB = "pupil-bob";

  private static final ErasureSignal SWEEP = ErasureSignal.sweep(ADA);
  private static final Erasure ERASURE =
      Erasure.of(ADA, "salt", Instant.ofEpochMilli(BEGINNING + 60_000));
  private static final ErasureSignal REMEMBERED = ErasureSignal.remember(ERASURE);

  StateBackend backEnd() {
    return new HashMapStateBackend();
  }

  private <I, B, O> KeyedBroadcastOperatorTestHarness<String, I, B, O> harness(
      KeyedBroadcastProcessFunction<String, I, B, O> function,
      KeySelector<I, String> key,
      MapStateDescriptor<?, ?>... broadcast)
      throws Exception {
    return harness(new CoBroadcastWithKeyedOperator<>(function, List.of(broadcast)), key);
  }

  private <I, B, O> KeyedBroadcastOperatorTestHarness<String, I, B, O> harness(
      CoBroadcastWithKeyedOperator<String, I, B, O> operator, KeySelector<I, String> key)
      throws Exception {
    KeyedBroadcastOperatorTestHarness<String, I, B, O> harness =
        new KeyedBroadcastOperatorTestHarness<>(operator, key, Types.STRING, 10, 1, 0);
    harness.setStateBackend(backEnd());
    harness.open();
    return harness;
  }

  private static Observation observation(String student, ObservationKind kind, double second) {
    return Observation.of(
            student + "@" + second, student, "quiz", kind, BEGINNING + (long) (second * 1000))
        .inClassroom("c-1");
  }

  private static boolean names(KeyedBroadcastOperatorTestHarness<?, ?, ?, ?> harness, String who)
      throws Exception {
    return Kept.names(harness, who);
  }

  private static void watermark(
      KeyedBroadcastOperatorTestHarness<?, ?, ?, ?> harness, double second) throws Exception {
    harness.processBroadcastWatermark(Watermark.MAX_WATERMARK);
    harness.processWatermark(new Watermark(BEGINNING + (long) (second * 1000)));
  }

  @Test
  void ofTheStudent() throws Exception {
    try (var students = harness(StudentOperator.operator(), StudentMessage::studentId)) {
      watermark(students, -10);
      for (String student : List.of(ADA, BOB)) {
        students.processElement(
            new StreamRecord<>(StudentMessage.roster(student, List.of("c-1"), "s-1")));
        for (int i = 0; i < 6; i++) {
          students.processElement(
              new StreamRecord<>(
                  StudentMessage.event(
                      Form.EVENT, observation(student, ObservationKind.ERROR, i))));
        }
      }
      watermark(students, 75); // the first pane is history by now, the rest still waits
      assertThat(names(students, ADA)).isTrue();
      students.processBroadcastElement(new StreamRecord<>(ControlMessage.erasure(REMEMBERED)));
      students.processElement(new StreamRecord<>(StudentMessage.erased(ADA)));
      assertThat(names(students, ADA)).isFalse();
      assertThat(names(students, BOB)).isTrue();

      for (Form form : List.of(Form.EVENT, Form.LIVE_ATTEMPT, Form.ORDERED_ATTEMPT)) {
        students.processElement(
            new StreamRecord<>(
                StudentMessage.event(form, observation(ADA, ObservationKind.ERROR, 65))));
      }
      assertThat(names(students, ADA)).as("of what was under way").isFalse();

      students.processBroadcastElement(
          new StreamRecord<>(
              ControlMessage.erasure(
                  ErasureSignal.remember(
                      ERASURE.readmitted(Instant.ofEpochMilli(BEGINNING + 80_000))))));
      students.processElement(
          new StreamRecord<>(
              StudentMessage.event(Form.EVENT, observation(ADA, ObservationKind.ERROR, 90))));
      assertThat(names(students, ADA)).as("let in again").isTrue();
    }
  }

  @Test
  void whileTheRosterIsStillRead() throws Exception {
    try (var students = harness(StudentOperator.operator(), StudentMessage::studentId)) {
      students.processElement(
          new StreamRecord<>(
              StudentMessage.event(Form.EVENT, observation(ADA, ObservationKind.ERROR, 1))));
      assertThat(names(students, ADA)).isTrue();
      students.processBroadcastElement(new StreamRecord<>(ControlMessage.erasure(REMEMBERED)));
      students.processElement(new StreamRecord<>(StudentMessage.erased(ADA)));
      watermark(students, 2);
      assertThat(names(students, ADA)).isFalse();
    }
  }

  @Test
  void ofTheItem() throws Exception {
    try (var items = harness(ItemOperator.operator(), ItemOperator::key)) {
      watermark(items, -10);
      for (String student : List.of(ADA, BOB)) {
        items.processElement(new StreamRecord<>(attempt(student, 10)));
        items.processElement(new StreamRecord<>(attempt(student, 80)));
      }
      watermark(items, 80); // one is written in the history's book, one waits
      assertThat(names(items, ADA)).isTrue();
      items.processBroadcastElement(new StreamRecord<>(REMEMBERED));
      items.processBroadcastElement(new StreamRecord<>(SWEEP));
      assertThat(names(items, ADA)).isFalse();
      assertThat(names(items, BOB)).isTrue();
      int told = items.extractOutputValues().size();
      items.processElement(new StreamRecord<>(attempt(ADA, 81)));
      assertThat(names(items, ADA)).as("of what was under way").isFalse();
      watermark(items, 200);
      assertThat(items.extractOutputValues().subList(told, items.extractOutputValues().size()))
          .extracting(StudentMessage::studentId)
          .containsOnly(BOB);
    }
  }

  private static Observation attempt(String student, double second) {
    return new Observation(
        student + "@" + second,
        student,
        "quiz",
        "c-1",
        ObservationKind.ATTEMPT,
        BEGINNING + (long) (second * 1000),
        0,
        false,
        "",
        "q1",
        Observation.NO_DURATION,
        Double.NaN,
        Double.NaN,
        "",
        0,
        Peers.UNKNOWN);
  }

  @Test
  void ofTheClassesActivity() throws Exception {
    try (var classes =
        harness(new ClassActivityOperator(), Presence::classroomId, Erasures.STATE)) {
      watermark(classes, 0);
      for (String student : List.of(ADA, BOB)) {
        classes.processElement(
            new StreamRecord<>(new Presence(student, "c-1", Presence.paneEnd(BEGINNING))));
      }
      assertThat(names(classes, ADA)).isTrue();
      classes.processBroadcastElement(new StreamRecord<>(REMEMBERED));
      classes.processBroadcastElement(new StreamRecord<>(SWEEP));
      classes.processElement(
          new StreamRecord<>(new Presence(ADA, "c-1", Presence.paneEnd(BEGINNING + 20_000))));
      assertThat(names(classes, ADA)).isFalse();
      assertThat(names(classes, BOB)).isTrue();
      watermark(classes, 3_600);
      assertThat(Kept.entries(classes) + classes.numEventTimeTimers()).isZero();
    }
  }

  @Test
  void ofTheClassAndItsAlerts() throws Exception {
    try (var classrooms = harness(ClassroomOperator.operator(), StudentReport::classroomId)) {
      watermark(classrooms, 0);
      for (int i = 0; i < 8; i++) {
        classrooms.processElement(new StreamRecord<>(stuck("pupil-" + i)));
      }
      classrooms.processElement(new StreamRecord<>(stuck(ADA)));
      assertThat(names(classrooms, ADA)).isTrue();
      classrooms.processBroadcastElement(new StreamRecord<>(ClassroomNews.erased(ADA)));
      assertThat(names(classrooms, ADA)).isFalse();
      assertThat(names(classrooms, "pupil-3")).isTrue();
      int told = classrooms.extractOutputValues().size();
      classrooms.processElement(new StreamRecord<>(stuck("pupil-new")));
      assertThat(
              classrooms
                  .extractOutputValues()
                  .subList(told, classrooms.extractOutputValues().size()))
          .as("the alert of the class goes on without them")
          .isNotEmpty()
          .allSatisfy(word -> assertThat(word.word().students()).doesNotContain(ADA));
    }
  }

  private static StudentReport stuck(String student) {
    EpisodeChange opened =
        new EpisodeChange(
            EpisodeChange.Kind.OPENED,
            1,
            1,
            false,
            "c-1",
            "",
            "q1",
            BEGINNING,
            BEGINNING,
            BEGINNING,
            Level.HIGH,
            0.7,
            Level.HIGH,
            0.7,
            List.of());
    return new StudentReport(
        "c-1", student, "quiz", "", "q1", Level.HIGH, 0.7, BEGINNING, List.of(opened), false, "");
  }

  @Test
  void ofWhatTheTeacherWasTold() throws Exception {
    try (var classrooms = harness(ClassroomOperator.operator(), StudentReport::classroomId);
        var teachers = harness(new TeacherOperator(), AddressedWord::teacherId, Rules.STATE)) {
      watermark(classrooms, 0);
      classrooms.processElement(new StreamRecord<>(stuck(ADA)));
      for (AddressedWord word : classrooms.extractOutputValues()) {
        teachers.processElement(new StreamRecord<>(word));
      }
      assertThat(names(teachers, ADA)).isTrue();
      int told = classrooms.extractOutputValues().size();
      classrooms.processBroadcastElement(new StreamRecord<>(ClassroomNews.erased(ADA)));
      List<AddressedWord> all = classrooms.extractOutputValues();
      for (AddressedWord word : all.subList(told, all.size())) {
        teachers.processElement(new StreamRecord<>(word));
      }
      assertThat(names(teachers, ADA)).isFalse();
    }
  }
}
