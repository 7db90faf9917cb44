package io.gaia.server.classroom;

import io.gaia.schemas.event.AlertAction;
import io.gaia.schemas.event.AlertKind;
import io.gaia.schemas.event.AlertState;
import io.gaia.schemas.event.EpisodeType;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.Reason;
import io.gaia.schemas.event.StudentFrustration;
import io.gaia.schemas.event.TeacherAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One student on the teacher's page.
 *
 * @param since when the student reached this level
 * @param at event time of the score
 * @param alertId the unresolved alert about the student, or about the class with the student in it
 * @param quietType of a student who needs a look: struggle, or silence
 * @param minutesWithoutHelp whole minutes since the trouble began or a teacher last acted; 0
 *     without an unresolved alert
 * @param history the last scores, oldest first
 */
public record StudentTile(
    String studentId,
    String appName,
    String classroomId,
    Optional<String> lessonId,
    Optional<String> itemId,
    FrustrationLevel level,
    double score,
    List<Reason> reasons,
    Instant since,
    Instant at,
    Optional<String> alertId,
    Optional<AlertState> alertState,
    Optional<AlertKind> alertKind,
    Optional<EpisodeType> quietType,
    long minutesWithoutHelp,
    Trend trend,
    List<ScorePoint> history) {

  /** The level from which a student counts as struggling. */
  static final FrustrationLevel STRUGGLING = FrustrationLevel.MEDIUM;

  /** The signal of a student who does nothing; alone it means quiet. */
  private static final String IDLE_SIGNAL = "idle";

  /**
   * Who needs help first: those who struggle, then those who have gone quiet, then the others;
   * within each by level, minutes without help, trend and score.
   */
  static final Comparator<StudentTile> NEEDS_HELP_FIRST =
      Comparator.comparing(StudentTile::group)
          .thenComparing(StudentTile::level, Comparator.reverseOrder())
          .thenComparing(StudentTile::minutesWithoutHelp, Comparator.reverseOrder())
          .thenComparing(StudentTile::trend)
          .thenComparing(StudentTile::score, Comparator.reverseOrder())
          .thenComparing(StudentTile::studentId);

  /**
   * @param alert unresolved, about this student
   */
  static StudentTile of(StudentScores student, Optional<AlertHistory> alert, Instant now) {
    StudentScores.InApp app = student.shown();
    StudentFrustration score = app.latest();
    Optional<TeacherAlert> current = alert.map(history -> history.current(now));
    return new StudentTile(
        student.studentId(),
        score.appName(),
        score.classroomId(),
        score.lessonId(),
        score.itemId(),
        score.level(),
        score.score(),
        score.reasons(),
        score.since(),
        score.at(),
        current.map(TeacherAlert::id),
        current.map(TeacherAlert::state),
        current.map(TeacherAlert::kind),
        quietType(score.level(), score.reasons(), current),
        current.map(open -> minutesWithoutHelp(open, now)).orElse(0L),
        Trend.of(app.history()),
        app.history());
  }

  /** A student of whom only the alert is known. */
  static StudentTile of(String studentId, AlertHistory alert, Instant now) {
    TeacherAlert current = alert.current(now);
    return new StudentTile(
        studentId,
        current.appName(),
        current.classroomId(),
        current.lessonId(),
        current.itemId(),
        current.level(),
        current.score(),
        current.reasons(),
        current.since(),
        current.at(),
        Optional.of(current.id()),
        Optional.of(current.state()),
        Optional.of(current.kind()),
        quietType(current.level(), current.reasons(), Optional.of(current)),
        minutesWithoutHelp(current, now),
        Trend.STEADY,
        List.of());
  }

  boolean isStruggling() {
    return level.isAtLeast(STRUGGLING) && quietType.equals(Optional.of(EpisodeType.STRUGGLE));
  }

  private int group() {
    return quietType.map(type -> type == EpisodeType.STRUGGLE ? 0 : 1).orElse(2);
  }

  private static Optional<EpisodeType> quietType(
      FrustrationLevel level, List<Reason> reasons, Optional<TeacherAlert> alert) {
    if (alert.isEmpty() && !level.isAtLeast(STRUGGLING)) {
      return Optional.empty();
    }
    // the score may have moved on since the alert: what the student does now counts
    List<Reason> why =
        reasons.isEmpty() ? alert.map(TeacherAlert::reasons).orElse(List.of()) : reasons;
    List<String> raising =
        why.stream().filter(reason -> reason.share() > 0).map(Reason::signal).toList();
    boolean onlyIdle = !raising.isEmpty() && raising.stream().allMatch(IDLE_SIGNAL::equals);
    return Optional.of(onlyIdle ? EpisodeType.QUIET : EpisodeType.STRUGGLE);
  }

  private static long minutesWithoutHelp(TeacherAlert alert, Instant now) {
    Instant helped = alert.action().map(AlertAction::at).orElse(alert.since());
    Instant from = helped.isAfter(alert.since()) ? helped : alert.since();
    return Math.max(0, Duration.between(from, now).toMinutes());
  }
}
