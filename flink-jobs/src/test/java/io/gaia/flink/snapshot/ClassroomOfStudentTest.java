package io.gaia.flink.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.flink.detection.ClassTimetable;
import io.gaia.flink.detection.Timetables;
import io.gaia.flink.detection.model.Timetable;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.junit.jupiter.api.Test;

class ClassroomOfStudentTest {

  private static StudentNews metric(String student, String classroom, String lesson) {
    return new StudentNews(
        new ClassSignal(
            ClassSignal.Kind.METRIC,
            student,
            "quiz",
            classroom,
            lesson,
            "keypress",
            false,
            0,
            false,
            1_772_442_000_000L,
            1_772_442_000_000L),
        null);
  }

  private static StudentNews classes(String student, String... ids) {
    return new StudentNews(null, new StudentClasses(student, List.of(ids), false));
  }

  @Test
  void itIsTheOneThatIsAlerted() throws Exception {
    try (KeyedBroadcastOperatorTestHarness<String, StudentNews, ClassTimetable, ClassSignal>
        operator =
            new KeyedBroadcastOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(
                    new ClassroomOfStudent(), List.of(Timetables.STATE)),
                StudentNews::studentId,
                Types.STRING,
                10,
                1,
                0)) {
      operator.open();
      Timetable poems = new Timetable(List.of("poems"), List.of(), List.of());
      operator.processBroadcastElement(new StreamRecord<>(new ClassTimetable("c-2", poems)));
      for (StudentNews news :
          List.of(
              metric("ada", "", "poems"),
              classes("ada", "c-1", "c-2"),
              metric("ada", "", "poems"),
              metric("ada", "", ""),
              metric("ada", "c-3", "poems"),
              classes("ada", "c-1"),
              metric("ada", "", "poems"),
              classes("ada"),
              metric("ada", "", "poems"))) {
        operator.processElement(new StreamRecord<>(news));
      }
      assertThat(operator.extractOutputValues())
          .extracting(ClassSignal::classroomId)
          .containsExactly("unassigned", "c-2", "c-1", "c-3", "c-1", "unassigned");
    }
  }
}
