package io.gaia.client.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gaia.schemas.event.SatisfactionRating;
import io.gaia.schemas.event.StudentEvent;
import io.gaia.schemas.event.UsabilityMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {

  @TempDir Path folder;

  @Test
  void progSnap2RowsAreOrderedByTimeThenOrderAndSpreadOverTheirMinute() throws IOException {
    Recording recording = Recording.read(Logs.handMade("demo-course/MainTable.csv"));

    assertThat(recording.format()).isEqualTo(LogFormat.PROGSNAP2);
    assertThat(recording.events())
        .extracting(StudentEvent::eventId, StudentEvent::timestamp)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("e1", Instant.parse("2016-02-05T19:40:00Z")),
            org.assertj.core.groups.Tuple.tuple("e2", Instant.parse("2016-02-05T19:46:00Z")),
            org.assertj.core.groups.Tuple.tuple("e3", Instant.parse("2016-02-05T19:46:30Z")),
            org.assertj.core.groups.Tuple.tuple("e4", Instant.parse("2016-02-05T19:47:00Z")),
            org.assertj.core.groups.Tuple.tuple("e5", Instant.parse("2016-02-05T21:00:00Z")));
  }

  @Test
  void aProgSnap2RowBecomesTheMetricOfItsEventType() throws IOException {
    List<StudentEvent> events = Recording.read(Logs.handMade("demo-course/MainTable.csv")).events();

    UsabilityMetric solved = (UsabilityMetric) events.get(0);
    assertThat(solved.studentId()).isEqualTo("demo-course-S001");
    assertThat(solved.appName()).isEqualTo("itap");
    assertThat(solved.metricType()).isEqualTo("attempt");
    assertThat(solved.itemId()).contains("swap");
    assertThat(solved.correct()).contains(true);
    assertThat(solved.metricValue()).isEqualTo(1.0);
    assertThat(solved.classroomId()).contains("demo-course-c01");
    UsabilityMetric failed = (UsabilityMetric) events.get(1);
    assertThat(failed.correct()).contains(false);
    assertThat(failed.metricValue()).isEqualTo(0.0);
    UsabilityMetric hint = (UsabilityMetric) events.get(3);
    assertThat(hint.metricType()).isEqualTo("hint_request");
    assertThat(hint.correct()).isEmpty();
    UsabilityMetric notGraded = (UsabilityMetric) events.get(4);
    assertThat(notGraded.metricType()).isEqualTo("attempt");
    assertThat(notGraded.correct()).isEmpty();
  }

  @Test
  void aPauseOfMoreThanHalfAnHourStartsANewSession() throws IOException {
    List<StudentEvent> events = Recording.read(Logs.handMade("demo-course/MainTable.csv")).events();

    assertThat(events)
        .extracting(StudentEvent::sessionId)
        .containsExactly(
            "demo-course-S001-1",
            "demo-course-S002-1",
            "demo-course-S002-1",
            "demo-course-S002-1",
            "demo-course-S002-2");
  }

  @Test
  void aBadRowIsNamedByFileAndLineWithWhatItTakesAndARowThatTellsNothingIsCounted()
      throws IOException {
    Recording recording = Recording.read(Logs.handMade("demo-course/MainTable.csv"));

    assertThat(recording.badCount()).isEqualTo(3);
    assertThat(recording.badRows())
        .extracting(BadRow::toString)
        .satisfiesExactly(
            row -> assertThat(row).contains("MainTable.csv:8: SubjectID is empty"),
            row -> assertThat(row).contains("MainTable.csv:9: ServerTimestamp 'yesterday' takes"),
            row -> assertThat(row).contains("MainTable.csv:10: Correct 'MAYBE' takes TRUE"));
    assertThat(recording.skipped()).isEqualTo(Map.of("File.Edit", 1));
  }

  @Test
  void anExamRowIsAnAttemptWithItsScore() throws IOException {
    Recording recording = Recording.read(Logs.handMade("demo-exam/midterm.tsv"));

    assertThat(recording.format()).isEqualTo(LogFormat.EXAM_TSV);
    assertThat(recording.events())
        .extracting(StudentEvent::studentId)
        .containsExactly("demo-exam-s0100", "demo-exam-s0011", "demo-exam-s0009");
    UsabilityMetric partial = (UsabilityMetric) recording.events().get(1);
    assertThat(partial.metricType()).isEqualTo("attempt");
    assertThat(partial.metricValue()).isEqualTo(0.666666667);
    assertThat(partial.correct()).contains(false);
    assertThat(partial.itemId()).contains("q14_6");
    assertThat(partial.lessonId()).contains("q14");
    assertThat(partial.timestamp()).isEqualTo(Instant.ofEpochMilli(193_872));
    assertThat(((UsabilityMetric) recording.events().get(2)).correct()).contains(true);
  }

  @Test
  void everyKindOfBadExamRowSaysWhatItTakes() throws IOException {
    Recording recording = Recording.read(Logs.handMade("demo-exam/midterm.tsv"));

    assertThat(recording.badRows())
        .extracting(BadRow::toString)
        .satisfiesExactly(
            row -> assertThat(row).contains("midterm.tsv:5: 3 fields; takes 4"),
            row -> assertThat(row).contains(":6: curr_time 'soon' takes milliseconds"),
            row -> assertThat(row).contains(":7: id 'ann' takes"),
            row -> assertThat(row).contains(":8: question 'fourteen' takes qCATEGORY_VARIANT"),
            row -> assertThat(row).contains(":9: score '1.5' takes a number from 0 to 1"));
  }

  @Test
  void xapiIsReadFromLinesAndFromAnArray() throws IOException {
    Recording lines = Recording.read(Logs.handMade("statements.ndjson"));
    Recording array = Recording.read(Logs.handMade("statements.json"));

    assertThat(lines.format()).isEqualTo(LogFormat.XAPI);
    assertThat(lines.events()).extracting(StudentEvent::eventId).containsExactly("s-1", "s-2");
    assertThat(lines.events().get(0).classroomId()).contains("statements-c01");
    assertThat(lines.badRows())
        .extracting(BadRow::toString)
        .satisfiesExactly(
            row -> assertThat(row).contains("statements.ndjson:3: actor takes"),
            row -> assertThat(row).contains("statements.ndjson:4: not JSON"));
    assertThat(array.events()).extracting(StudentEvent::eventId).containsExactly("s-1");
    assertThat(array.badRows().get(0).toString()).contains("statements.json:3: actor takes");
  }

  @Test
  void gaiasOwnMetricsKeepTheirSessionAndClassroom() throws IOException {
    Recording recording = Recording.read(Logs.handMade("metrics.ndjson"));

    assertThat(recording.format()).isEqualTo(LogFormat.METRICS);
    assertThat(recording.events()).extracting(StudentEvent::eventId).containsExactly("m-2", "m-1");
    assertThat(recording.events().get(0)).isInstanceOf(SatisfactionRating.class);
    assertThat(recording.events().get(0).classroomId()).isEmpty();
    assertThat(recording.events().get(1).classroomId()).contains("c-1");
    assertThat(recording.badRows().get(0).toString())
        .contains("metrics.ndjson:3: metric_value takes a number");
  }

  @Test
  void classesAreTwentySevenBySortedId() throws IOException {
    StringBuilder log = new StringBuilder("curr_time\tid\tquestion\tscore\n");
    for (int id = 60; id >= 1; id--) {
      log.append(1000 + id).append('\t').append(id * 200).append("\tq1_1\t0\n");
    }
    Path file = Files.createDirectory(folder.resolve("school")).resolve("midterm.tsv");
    Files.writeString(file, log);

    List<StudentEvent> events = Recording.read(file).events();

    assertThat(events)
        .filteredOn(event -> event.classroomId().equals(Optional.of("school-c01")))
        .hasSize(27)
        .extracting(StudentEvent::studentId)
        .contains("school-s0200", "school-s5400")
        .doesNotContain("school-s5600", "school-s12000");
    assertThat(events)
        .filteredOn(event -> event.classroomId().equals(Optional.of("school-c03")))
        .hasSize(6);
  }

  @Test
  void aFileWithoutOneGoodRowIsAnErrorThatSaysWhy() throws IOException {
    Path noGoodRow =
        Files.writeString(folder.resolve("a.tsv"), "curr_time\tid\tquestion\tscore\nx\ty\tz\t0\n");
    Path unknown = Files.writeString(folder.resolve("b.csv"), "name,age\nann,7\n");
    Path empty = Files.writeString(folder.resolve("c.ndjson"), "");

    assertThatThrownBy(() -> Recording.read(noGoodRow))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageContainingAll("a.tsv", "1 bad rows", "a.tsv:2: curr_time 'x'");
    assertThatThrownBy(() -> Recording.read(unknown))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageContainingAll("b.csv", "--format", "progsnap2");
    assertThatThrownBy(
            () -> Recording.read(empty, Optional.of(LogFormat.METRICS), Optional.empty()))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageContainingAll("c.ndjson", "empty");
    assertThatThrownBy(
            () -> Recording.read(unknown, Optional.of(LogFormat.PROGSNAP2), Optional.empty()))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageContainingAll("b.csv", "SubjectID");
  }
}
