package io.gaia.server.classroom;

import io.gaia.schemas.event.AlertAction;
import io.gaia.schemas.event.AlertEventType;
import io.gaia.schemas.event.AlertKind;
import io.gaia.schemas.event.AlertState;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.Intervention;
import io.gaia.schemas.event.TeacherAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a teacher's wish comes to: a revision to write, nothing because it is done already, or a
 * refusal.
 */
record TeacherDecision(Optional<TeacherAlert> revision, Optional<String> refusal) {

  private static final TeacherDecision ALREADY_DONE =
      new TeacherDecision(Optional.empty(), Optional.empty());

  static TeacherDecision acknowledge(
      AlertHistory alert, String teacherId, Optional<String> note, Instant now) {
    return switch (alert.state(now)) {
      case RESOLVED -> refuse("The alert is resolved");
      case ACKNOWLEDGED ->
          isSnoozed(alert) ? acknowledged(alert, teacherId, note, now) : ALREADY_DONE;
      case OPEN -> acknowledged(alert, teacherId, note, now);
    };
  }

  private static TeacherDecision acknowledged(
      AlertHistory alert, String teacherId, Optional<String> note, Instant now) {
    return write(
        alert,
        AlertEventType.ACKNOWLEDGED,
        AlertState.ACKNOWLEDGED,
        new AlertAction(teacherId, now, Optional.empty(), note, Optional.empty()));
  }

  private static boolean isSnoozed(AlertHistory alert) {
    return alert.action().flatMap(AlertAction::snoozedUntil).isPresent();
  }

  static TeacherDecision resolve(
      AlertHistory alert, String teacherId, Optional<String> note, Instant now) {
    return alert.state(now) == AlertState.RESOLVED
        ? ALREADY_DONE
        : write(
            alert,
            AlertEventType.RESOLVED,
            AlertState.RESOLVED,
            new AlertAction(teacherId, now, Optional.empty(), note, Optional.empty()));
  }

  /** The same teacher, again for as long, while it lasts: done already. */
  static TeacherDecision snooze(
      AlertHistory alert, String teacherId, Duration length, Instant now) {
    if (alert.state(now) == AlertState.RESOLVED) {
      return refuse("The alert is resolved");
    }
    boolean isSame =
        alert.state(now) == AlertState.ACKNOWLEDGED
            && alert
                .action()
                .filter(action -> action.teacherId().equals(teacherId))
                .filter(
                    action -> action.snoozedUntil().equals(Optional.of(action.at().plus(length))))
                .isPresent();
    return isSame
        ? ALREADY_DONE
        : write(
            alert,
            AlertEventType.SNOOZED,
            AlertState.ACKNOWLEDGED,
            new AlertAction(
                teacherId, now, Optional.empty(), Optional.empty(), Optional.of(now.plus(length))));
  }

  /** Help about an alert acknowledges it; one that is resolved stays so. */
  static TeacherDecision intervene(AlertHistory alert, Intervention help, Instant now) {
    AlertState state =
        alert.state(now) == AlertState.RESOLVED ? AlertState.RESOLVED : AlertState.ACKNOWLEDGED;
    return write(alert, AlertEventType.INTERVENED, state, action(help));
  }

  /** The record of help that no alert asked for. */
  static TeacherAlert helpWithoutAlert(Intervention help, Optional<StudentTile> student) {
    return new TeacherAlert(
        AlertEventType.INTERVENED,
        help.id(),
        help.id(),
        AlertKind.STUDENT,
        help.classroomId(),
        Optional.of(help.studentId()),
        student.map(StudentTile::appName).orElse(""),
        student.flatMap(StudentTile::lessonId),
        student.flatMap(StudentTile::itemId),
        student.map(StudentTile::level).orElse(FrustrationLevel.NONE),
        student.map(StudentTile::score).orElse(0.0),
        List.of(),
        help.at(),
        help.at(),
        AlertState.RESOLVED,
        1,
        true,
        List.of(),
        Optional.of(action(help)));
  }

  private static AlertAction action(Intervention help) {
    return new AlertAction(
        help.teacherId(), help.at(), Optional.of(help.category()), help.note(), Optional.empty());
  }

  private static TeacherDecision write(
      AlertHistory alert, AlertEventType type, AlertState state, AlertAction action) {
    long revision = alert.revision() + 1;
    if (revision % TeacherAlert.DETECTION_REVISION_STEP == 0) {
      return refuse("Too much was done about this alert already");
    }
    return new TeacherDecision(
        Optional.of(revisionOf(alert, type, state, action, revision)), Optional.empty());
  }

  /** The same wish, written above what came in between. */
  static TeacherAlert raised(AlertHistory alert, TeacherAlert wish) {
    return revisionOf(
        alert, wish.type(), wish.state(), wish.action().orElseThrow(), alert.revision() + 1);
  }

  private static TeacherAlert revisionOf(
      AlertHistory alert,
      AlertEventType type,
      AlertState state,
      AlertAction action,
      long revision) {
    TeacherAlert now = alert.current(action.at());
    return new TeacherAlert(
        type,
        now.id(),
        now.episodeId(),
        now.kind(),
        now.classroomId(),
        now.studentId(),
        now.appName(),
        now.lessonId(),
        now.itemId(),
        now.level(),
        now.score(),
        now.reasons(),
        now.since(),
        action.at(),
        state,
        revision,
        now.quiet(),
        now.students(),
        Optional.of(action));
  }

  private static TeacherDecision refuse(String why) {
    return new TeacherDecision(Optional.empty(), Optional.of(why));
  }
}
