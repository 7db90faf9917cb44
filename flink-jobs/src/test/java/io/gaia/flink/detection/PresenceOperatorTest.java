package io.gaia.flink.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.flink.detection.StudentMessage.Form;
import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.ObservationKind;
import io.gaia.flink.detection.model.Timetable;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who counts in which class's activity: the same class that is alerted. */
class PresenceOperatorTest {
  private static final long BEGINNING = 1_772_442_000_000L;

  private KeyedBroadcastOperatorTestHarness<String, StudentMessage, ClassTimetable, Presence>
      operator;

  @BeforeEach
  void start() throws Exception {
    operator =
        new KeyedBroadcastOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(new PresenceOperator(), List.of(Timetables.STATE)),
            StudentMessage::studentId,
            Types.STRING,
            10,
            1,
            0);
    operator.open();
  }

  @AfterEach
  void stop() throws Exception {
    operator.close();
  }

  private void send(StudentMessage message) throws Exception {
    operator.processElement(new StreamRecord<>(message));
  }

  private void chessWith(String classroom) throws Exception {
    Timetable chess = new Timetable(List.of(), List.of("chess"), List.of());
    operator.processBroadcastElement(new StreamRecord<>(new ClassTimetable(classroom, chess)));
  }

  private void acts(String student, String app) throws Exception {
    send(
        StudentMessage.event(
            Form.EVENT, Observation.of("e", student, app, ObservationKind.KEYPRESS, BEGINNING)));
  }

  private void everythingIsRead() throws Exception {
    operator.processBroadcastWatermark(Watermark.MAX_WATERMARK);
    operator.processWatermark(new Watermark(BEGINNING));
  }

  private List<String> told() {
    return operator.extractOutputValues().stream()
        .map(presence -> presence.studentId() + " " + presence.classroomId())
        .toList();
  }

  @Test
  void aStudentOfTwoClassesCountsInTheOneInSession() throws Exception {
    everythingIsRead();
    send(StudentMessage.roster("ada", List.of("c-1", "c-2"), ""));
    acts("ada", "chess");
    chessWith("c-2");
    acts("ada", "chess");
    acts("ada", "quiz");
    operator.processBroadcastElement(
        new StreamRecord<>(new ClassTimetable("c-2", Timetable.EMPTY)));
    acts("ada", "chess");
    acts("bob", "chess");
    assertThat(told()).containsExactly("ada c-1", "ada c-2", "ada c-1", "ada c-1");
  }

  @Test
  void nobodyCountsAnywhereBeforeRosterAndTimetablesAreRead() throws Exception {
    acts("ada", "chess");
    acts("bob", "chess");
    send(StudentMessage.roster("ada", List.of("c-1", "c-2"), ""));
    send(StudentMessage.roster("bob", List.of("c-1"), ""));
    send(StudentMessage.erased("bob"));
    chessWith("c-2");
    assertThat(told()).isEmpty();
    everythingIsRead();
    assertThat(told()).containsExactly("ada c-2");
  }
}
