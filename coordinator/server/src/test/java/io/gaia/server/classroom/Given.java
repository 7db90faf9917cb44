package io.gaia.server.classroom;

import io.gaia.schemas.event.AlertAction;
import io.gaia.schemas.event.AlertEventType;
import io.gaia.schemas.event.AlertKind;
import io.gaia.schemas.event.AlertState;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.Reason;
import io.gaia.schemas.event.StudentFrustration;
import io.gaia.schemas.event.TeacherAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Records for stories about a class. Times are seconds after {@link #START}. */
final class Given {

  static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

  private Given() {}

  static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }

  static Reason reason(String signal) {
    return new Reason(signal, "5 wrong answers in 2 minutes", 5, 0.8);
  }

  /** What detection says of alert {@code id} of student {@code s-id} in class {@code c-1}. */
  static TeacherAlert detection(
      String id, long number, AlertEventType type, FrustrationLevel level, long seconds) {
    return new TeacherAlert(
        type,
        id,
        "episode-" + id,
        AlertKind.STUDENT,
        "c-1",
        Optional.of("s-" + id),
        "quiz",
        Optional.of("lesson-1"),
        Optional.of("item-4"),
        level,
        0.7,
        List.of(reason("failure_streak")),
        at(0),
        at(seconds),
        type == AlertEventType.RESOLVED ? AlertState.RESOLVED : AlertState.OPEN,
        number * TeacherAlert.DETECTION_REVISION_STEP,
        false,
        List.of(),
        Optional.empty());
  }

  /** What a teacher did: {@code steps} above the revision {@code to}. */
  static TeacherAlert teacher(
      TeacherAlert to, int steps, AlertEventType type, AlertState state, String who, long seconds) {
    return new TeacherAlert(
        type,
        to.id(),
        to.episodeId(),
        to.kind(),
        to.classroomId(),
        to.studentId(),
        to.appName(),
        to.lessonId(),
        to.itemId(),
        to.level(),
        to.score(),
        to.reasons(),
        to.since(),
        at(seconds),
        state,
        to.revision() + steps,
        to.quiet(),
        to.students(),
        Optional.of(
            new AlertAction(
                who, at(seconds), Optional.empty(), Optional.empty(), Optional.empty())));
  }

  static TeacherAlert snoozed(TeacherAlert to, int steps, String who, long from, long until) {
    TeacherAlert plain =
        teacher(to, steps, AlertEventType.SNOOZED, AlertState.ACKNOWLEDGED, who, from);
    return with(
        plain,
        new AlertAction(who, at(from), Optional.empty(), Optional.empty(), Optional.of(at(until))));
  }

  private static TeacherAlert with(TeacherAlert alert, AlertAction action) {
    return copy(alert, Duration.ZERO, Optional.of(action));
  }

  /** The same, so much later: for a server that has a clock of its own. */
  static TeacherAlert later(TeacherAlert alert, Duration by) {
    return copy(alert, by, alert.action());
  }

  private static TeacherAlert copy(
      TeacherAlert alert, Duration later, Optional<AlertAction> action) {
    return new TeacherAlert(
        alert.type(),
        alert.id(),
        alert.episodeId(),
        alert.kind(),
        alert.classroomId(),
        alert.studentId(),
        alert.appName(),
        alert.lessonId(),
        alert.itemId(),
        alert.level(),
        alert.score(),
        alert.reasons(),
        alert.since().plus(later),
        alert.at().plus(later),
        alert.state(),
        alert.revision(),
        alert.quiet(),
        alert.students(),
        action);
  }

  static TeacherAlert inClass(TeacherAlert alert, String classroomId) {
    return new TeacherAlert(
        alert.type(),
        alert.id(),
        alert.episodeId(),
        alert.kind(),
        classroomId,
        alert.studentId(),
        alert.appName(),
        alert.lessonId(),
        alert.itemId(),
        alert.level(),
        alert.score(),
        alert.reasons(),
        alert.since(),
        alert.at(),
        alert.state(),
        alert.revision(),
        alert.quiet(),
        alert.students(),
        alert.action());
  }

  static TeacherAlert ofClass(String id, List<String> students, long seconds) {
    return new TeacherAlert(
        AlertEventType.DETECTED,
        id,
        "episode-" + id,
        AlertKind.CLASS,
        "c-1",
        Optional.empty(),
        "quiz",
        Optional.empty(),
        Optional.of("item-4"),
        FrustrationLevel.HIGH,
        0.8,
        List.of(reason("failure_streak")),
        at(seconds),
        at(seconds),
        AlertState.OPEN,
        TeacherAlert.DETECTION_REVISION_STEP,
        false,
        students,
        Optional.empty());
  }

  static StudentFrustration score(
      String student, FrustrationLevel level, double score, long seconds) {
    return score("c-1", student, level, score, "failure_streak", seconds);
  }

  static StudentFrustration score(
      String classroom,
      String student,
      FrustrationLevel level,
      double score,
      String signal,
      long seconds) {
    return new StudentFrustration(
        student,
        "quiz",
        classroom,
        Optional.of("lesson-1"),
        Optional.of("item-4"),
        level,
        score,
        List.of(reason(signal)),
        at(0),
        at(seconds));
  }
}
