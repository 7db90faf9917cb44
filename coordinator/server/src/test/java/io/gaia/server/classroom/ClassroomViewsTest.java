package io.gaia.server.classroom;

import static io.gaia.schemas.event.AlertEventType.ACKNOWLEDGED;
import static io.gaia.schemas.event.AlertEventType.DETECTED;
import static io.gaia.schemas.event.AlertEventType.ESCALATED;
import static io.gaia.schemas.event.AlertEventType.RESOLVED;
import static io.gaia.schemas.event.FrustrationLevel.CRITICAL;
import static io.gaia.schemas.event.FrustrationLevel.HIGH;
import static io.gaia.schemas.event.FrustrationLevel.LOW;
import static io.gaia.schemas.event.FrustrationLevel.MEDIUM;
import static io.gaia.server.classroom.Given.at;
import static io.gaia.server.classroom.Given.detection;
import static io.gaia.server.classroom.Given.ofClass;
import static io.gaia.server.classroom.Given.score;
import static io.gaia.server.classroom.Given.teacher;
import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.schemas.event.AlertKind;
import io.gaia.schemas.event.AlertState;
import io.gaia.schemas.event.Classroom;
import io.gaia.schemas.event.EpisodeType;
import io.gaia.schemas.event.RosterEntry;
import io.gaia.schemas.event.TeacherAlert;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClassroomViewsTest {

  private final ClassroomViews views = new ClassroomViews();

  private List<String> order(long seconds) {
    return views.students("c-1", at(seconds)).stream().map(StudentTile::studentId).toList();
  }

  @Test
  void whoNeedsHelpFirstIsToldByLevelThenMinutesWithoutHelpThenTrend() {
    views.apply(score("calm", LOW, 0.3, 60));
    views.apply(score("c-1", "silent", CRITICAL, 0.9, "idle", 60));
    views.apply(score("s-new", HIGH, 0.7, 60));
    views.apply(score("s-old", HIGH, 0.7, 60));
    views.apply(score("worst", CRITICAL, 0.9, 60));
    views.apply(score("steady", MEDIUM, 0.5, 10));
    views.apply(score("steady", MEDIUM, 0.5, 60));
    views.apply(score("rising", MEDIUM, 0.3, 10));
    views.apply(score("rising", MEDIUM, 0.5, 60));
    views.apply(detection("old", 1, DETECTED, HIGH, 10));
    TeacherAlert opened = detection("new", 1, DETECTED, HIGH, 10);
    views.apply(opened);
    views.apply(teacher(opened, 1, ACKNOWLEDGED, AlertState.ACKNOWLEDGED, "t-1", 500));

    assertThat(order(600))
        .containsExactly("worst", "s-old", "s-new", "rising", "steady", "silent", "calm");
    StudentTile waiting = views.student("s-old", at(600)).orElseThrow();
    assertThat(waiting.minutesWithoutHelp()).isEqualTo(10);
    assertThat(waiting.alertState()).hasValue(AlertState.OPEN);
    StudentTile helped = views.student("s-new", at(600)).orElseThrow();
    assertThat(helped.minutesWithoutHelp()).isEqualTo(1);
    StudentTile silent = views.student("silent", at(600)).orElseThrow();
    assertThat(silent.quietType()).hasValue(EpisodeType.QUIET);
  }

  @Test
  void aStudentKeepsTheLastThirtyPointsInOrderOfTime() {
    for (int i = 40; i > 0; i--) {
      views.apply(score("ada", LOW, i / 100.0, i));
    }
    StudentTile ada = views.student("ada", at(60)).orElseThrow();
    assertThat(ada.score()).isEqualTo(0.40);
    assertThat(ada.history()).hasSize(30).first().isEqualTo(new ScorePoint(at(11), 0.11));
    assertThat(ada.history()).last().isEqualTo(new ScorePoint(at(40), 0.40));
    assertThat(ada.trend()).isEqualTo(Trend.RISING);
  }

  @Test
  void theStoryKeepsAnHourByTheWorstOfEachHalfMinuteAndTheSignals() {
    for (int second = 0; second < 3600; second += 5) {
      double score = second == 605 ? 0.9 : 0.1;
      views.apply(score("c-1", "ada", LOW, score, "error_burst", second));
    }
    TeacherAlert alert = detection("x", 1, DETECTED, MEDIUM, 600);
    views.apply(alert);

    StudentStory story = views.story("ada", at(3600)).orElseThrow();
    assertThat(story.points().size()).isBetween(110, StudentScores.STORY_POINTS);
    assertThat(story.points().get(0).at()).isBefore(at(60));
    assertThat(story.points()).extracting(StoryPoint::at).isSorted();
    assertThat(story.points())
        .filteredOn(point -> point.score() == 0.9)
        .singleElement()
        .satisfies(
            point ->
                assertThat(point.signals())
                    .extracting(StoryPoint.SignalShare::signal)
                    .containsExactly("error_burst"));
    assertThat(story.alerts()).as("another student's alert").isEmpty();
    assertThat(story.student().history()).hasSize(30);
    assertThat(views.story("nobody", at(3600))).isEmpty();
  }

  @Test
  void aStudentWhoMovesIsSeenInTheNewClassOnly() {
    views.apply(score("c-1", "ada", LOW, 0.3, "error_burst", 1));
    views.apply(score("c-2", "ada", LOW, 0.3, "error_burst", 2));
    assertThat(views.students("c-1", at(3))).isEmpty();
    assertThat(views.students("c-2", at(3))).hasSize(1);
  }

  @Test
  void anAlertMakesItsStudentSeenAndAClassAlertShowsOnEachOfItsStudents() {
    views.apply(detection("a", 1, DETECTED, HIGH, 1));
    views.apply(score("ben", LOW, 0.3, 1));
    views.apply(ofClass("all", List.of("ben", "s-a", "cleo"), 5));
    assertThat(views.students("c-1", at(10)))
        .extracting(StudentTile::studentId, tile -> tile.alertKind().orElseThrow())
        .containsExactlyInAnyOrder(
            org.assertj.core.api.Assertions.tuple("s-a", AlertKind.STUDENT),
            org.assertj.core.api.Assertions.tuple("ben", AlertKind.CLASS),
            org.assertj.core.api.Assertions.tuple("cleo", AlertKind.CLASS));
  }

  @Test
  void aRevisionThatBringsNothingNewIsNotTold() {
    TeacherAlert opened = detection("a", 1, DETECTED, MEDIUM, 1);
    TeacherAlert worse = detection("a", 2, ESCALATED, HIGH, 2);
    assertThat(views.apply(opened)).hasValue(opened);
    assertThat(views.apply(opened)).isEmpty();
    assertThat(views.apply(worse)).hasValue(worse);
    assertThat(views.apply(opened)).isEmpty();
  }

  @Test
  void whatATeacherDidIsToldWithTheStateThatItCameTo() {
    TeacherAlert opened = detection("a", 1, DETECTED, MEDIUM, 1);
    TeacherAlert worse = detection("a", 2, ESCALATED, HIGH, 2);
    views.apply(opened);
    views.apply(worse);
    TeacherAlert late = teacher(opened, 1, ACKNOWLEDGED, AlertState.ACKNOWLEDGED, "t-1", 3);
    TeacherAlert told = views.apply(late).orElseThrow();
    assertThat(told.revision()).isEqualTo(late.revision());
    assertThat(told.state())
        .as("the escalation came after what was seen")
        .isEqualTo(AlertState.OPEN);
    assertThat(told.level()).isEqualTo(HIGH);
  }

  @Test
  void aClassSeenForTheFirstTimeIsMadeOnce() {
    views.apply(score("c-9", "ada", LOW, 0.3, "error_burst", 1));
    assertThat(views.classroom("c-9", at(2)).orElseThrow().studentCount()).isEqualTo(1);
    assertThat(views.unwrittenClassrooms()).containsExactly(ClassroomRegistry.bare("c-9"));
    views.apply(ClassroomRegistry.bare("c-9"));
    assertThat(views.unwrittenClassrooms()).isEmpty();
    views.apply(score("unassigned", "bob", LOW, 0.3, "error_burst", 1));
    assertThat(views.unwrittenClassrooms()).isEmpty();
  }

  @Test
  void aClassMadeBySightNeverReplacesARecordedOne() {
    Classroom full = Classroom.of("c-1", "Room 12", List.of("t-1"), Optional.of(24));
    views.apply(full);
    views.apply(ClassroomRegistry.bare("c-1"));
    assertThat(views.teachersOf("c-1")).containsExactly("t-1");
    assertThat(views.unwrittenClassrooms()).as("the topic is told again").containsExactly(full);
    views.apply(full);
    assertThat(views.unwrittenClassrooms()).isEmpty();
  }

  @Test
  void aClassAtAGlanceCountsStudentsStrugglesAndOpenAlerts() {
    views.apply(Classroom.of("c-1", "Room 12", List.of("t-1"), Optional.of(24)));
    views.apply(score("ada", HIGH, 0.7, 20));
    views.apply(score("ben", LOW, 0.3, 30));
    views.apply(score("c-1", "cleo", MEDIUM, 0.5, "idle", 25));
    views.apply(detection("x", 1, DETECTED, MEDIUM, 10));
    TeacherAlert seen = detection("y", 1, DETECTED, MEDIUM, 11);
    views.apply(seen);
    views.apply(teacher(seen, 1, ACKNOWLEDGED, AlertState.ACKNOWLEDGED, "t-1", 12));
    views.apply(detection("z", 1, RESOLVED, MEDIUM, 13));
    assertThat(views.classroom("c-1", at(40)))
        .hasValue(
            new ClassroomSummary(
                "c-1",
                "Room 12",
                List.of("t-1"),
                Optional.of(24),
                5,
                3,
                1,
                HIGH,
                Optional.of(at(30)),
                Optional.empty()));
  }

  @Test
  void studentsWithoutAClassAreListedUntilTheRosterKnowsThem() {
    views.apply(score("unassigned", "bob", LOW, 0.3, "error_burst", 1));
    assertThat(views.unknownStudents(at(2)))
        .extracting(StudentTile::studentId)
        .containsExactly("bob");
    views.apply(new RosterEntry("bob", List.of("c-1"), Optional.empty()));
    assertThat(views.unknownStudents(at(2))).isEmpty();
  }

  @Test
  void whatIsOverForADayIsForgotten() {
    views.apply(detection("over", 1, RESOLVED, MEDIUM, 0));
    views.apply(detection("open", 1, DETECTED, MEDIUM, 0));
    views.apply(score("ada", LOW, 0.3, 0));
    views.prune(at(ClassroomViews.KEPT.toSeconds() + 1));
    assertThat(views.alertHistory("over")).isEmpty();
    assertThat(views.alertHistory("open")).isPresent();
    assertThat(views.student("ada", at(1))).isEmpty();
    views.prune(at(AlertBoard.UNRESOLVED_KEPT.toSeconds() + 1));
    assertThat(views.alertHistory("open")).isEmpty();
  }

  @Test
  void tooManyAlertsForgetTheOneThatWasQuietLongest() {
    AlertBoard board = new AlertBoard(ClassroomViews.KEPT, 2);
    board.apply(detection("a", 1, DETECTED, MEDIUM, 1));
    board.apply(detection("b", 1, DETECTED, MEDIUM, 2));
    board.apply(detection("a", 2, ESCALATED, HIGH, 3));
    board.apply(detection("c", 1, DETECTED, MEDIUM, 4));
    assertThat(board.byId("b")).isEmpty();
    assertThat(board.ofClassroom("c-1")).hasSize(2);
  }
}
