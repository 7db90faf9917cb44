package io.gaia.schemas.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One revision of an alert, as it stands in {@code teacher-alerts}, in {@code GET /alerts} and in a
 * WebSocket event. Readers keep the highest revision of an id.
 *
 * @param type what this revision says happened
 * @param id the same for every revision; for a student's alert it is derived from student, app and
 *     episode number
 * @param episodeId the episode it belongs to
 * @param studentId absent on a class-wide alert
 * @param level the level that this revision was made at
 * @param score 0 to 1
 * @param since when the trouble began
 * @param at when this revision's cause happened (event time)
 * @param revision higher is newer. Detection's are multiples of {@link #DETECTION_REVISION_STEP} by
 *     what is said, so that the same word said again is no news; what a teacher does adds 1, so the
 *     next word of detection is always newer
 * @param quiet shown without sound or notification: a cap, a mute or quiet hours apply
 * @param students of a class-wide alert
 */
public record TeacherAlert(
    AlertEventType type,
    String id,
    String episodeId,
    AlertKind kind,
    String classroomId,
    Optional<String> studentId,
    String appName,
    Optional<String> lessonId,
    Optional<String> itemId,
    FrustrationLevel level,
    double score,
    List<Reason> reasons,
    Instant since,
    Instant at,
    AlertState state,
    long revision,
    boolean quiet,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> students,
    Optional<AlertAction> action) {

  public static final long DETECTION_REVISION_STEP = 1_000;

  /**
   * Revisions of a student's alert from one detection to the next: an alert that was withdrawn for
   * one of the class comes back in its next round. A class-wide alert has one round.
   */
  public static final long ROUND = 8 * DETECTION_REVISION_STEP;

  public TeacherAlert {
    reasons = List.copyOf(reasons);
    students = students == null ? List.of() : List.copyOf(students);
  }

  /** Detected is the first word of each round; see {@link #ROUND}. */
  public long round() {
    return kind == AlertKind.CLASS ? 0 : revision / ROUND;
  }

  /** The same alert of a class, told of these students. */
  public TeacherAlert ofStudents(List<String> others) {
    return new TeacherAlert(
        type,
        id,
        episodeId,
        kind,
        classroomId,
        studentId,
        appName,
        lessonId,
        itemId,
        level,
        score,
        reasons,
        since,
        at,
        state,
        revision,
        quiet,
        others,
        action);
  }

  /** The database's word for how urgent an alert is. */
  public AlertSeverity severity() {
    return AlertSeverity.of(level);
  }
}
