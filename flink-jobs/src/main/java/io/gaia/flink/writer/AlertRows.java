package io.gaia.flink.writer;

import io.gaia.schemas.event.AlertAction;
import io.gaia.schemas.event.AlertEventType;
import io.gaia.schemas.event.FrustrationEpisode;
import io.gaia.schemas.event.TeacherAlert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Alerts and episodes. The highest revision stands; what a teacher did is never erased, and reaches
 * the episode whichever of the two is written first. So rows of both must come from one writer: in
 * two transactions at once, each would miss the other.
 */
final class AlertRows {

  /** Detected again in one round is an escalation: see {@link TeacherAlert#ROUND}. */
  private static final String ALERT =
      """
      insert into teacher_dashboard_alerts as alert (id, teacher_id, classroom_id, student_id,
        app_name, alert_type, kind, state, severity, details, acknowledged_at, intervention_note,
        created_at, updated_at, revision)
      values (?, coalesce((select teacher_ids[1] from classrooms where classroom_id = ?), ?), ?, ?,
        ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)
      on conflict (id) do update set
        teacher_id = coalesce(excluded.teacher_id, alert.teacher_id),
        classroom_id = excluded.classroom_id,
        student_id = excluded.student_id,
        app_name = excluded.app_name,
        alert_type = case
          when excluded.alert_type = 'frustration.detected'
            and (excluded.kind = 'class' or excluded.revision / %1$d = alert.revision / %1$d)
          then 'frustration.escalated' else excluded.alert_type end,
        kind = excluded.kind,
        state = excluded.state,
        severity = excluded.severity,
        details = excluded.details,
        acknowledged_at = coalesce(alert.acknowledged_at, excluded.acknowledged_at),
        intervention_note = coalesce(excluded.intervention_note, alert.intervention_note),
        created_at = excluded.created_at,
        updated_at = excluded.updated_at,
        revision = excluded.revision
      where excluded.revision > alert.revision\
      """
          .formatted(TeacherAlert.ROUND);

  /** What a teacher did counts even when detection's next revision was stored before it. */
  private static final String TAKEN_UP =
      """
      update teacher_dashboard_alerts set
        acknowledged_at = least(acknowledged_at, ?),
        intervention_note = coalesce(intervention_note, ?),
        teacher_id = coalesce(teacher_id, ?)
      where id = ?\
      """;

  private static final String EPISODES_TAKEN_UP =
      """
      update frustration_events set acknowledged_at = ?
      where student_id = any(?) and app_name = ? and detected_at <= ?
        and (resolved_at is null or resolved_at >= ?)
        and (acknowledged_at is null or acknowledged_at > ?)\
      """;

  private static final String EPISODE =
      """
      insert into frustration_events as episode (id, student_id, app_name, classroom_id, lesson_id,
        item_id, event_type, severity, score, details, detected_at, resolved_at, revision,
        acknowledged_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?,
        (select min(a.acknowledged_at) from teacher_dashboard_alerts a
          where a.acknowledged_at between ? and coalesce(?, 'infinity'::timestamptz)
            and a.app_name = ?
            and (a.student_id = ?
              or (a.kind = 'class' and jsonb_exists(a.details -> 'students', ?)))))
      on conflict (id, detected_at) do update set
        classroom_id = excluded.classroom_id,
        lesson_id = excluded.lesson_id,
        item_id = excluded.item_id,
        event_type = excluded.event_type,
        severity = excluded.severity,
        score = excluded.score,
        details = excluded.details,
        resolved_at = excluded.resolved_at,
        revision = excluded.revision,
        acknowledged_at = excluded.acknowledged_at
      where excluded.revision > episode.revision\
      """;

  private AlertRows() {}

  /**
   * @param json the revision as it came
   */
  static List<Row> alert(TeacherAlert alert, String json) {
    List<Row> rows = new ArrayList<>();
    Optional<AlertAction> takenUp =
        alert.action().filter(action -> alert.type() != AlertEventType.SNOOZED);
    rows.add(stored(alert, json, takenUp));
    takenUp.ifPresent(
        action -> {
          rows.add(takenUp(alert, action));
          rows.add(episodesTakenUp(alert, action.at()));
        });
    return rows;
  }

  private static Row stored(TeacherAlert alert, String json, Optional<AlertAction> takenUp) {
    return new Row(
        ALERT,
        key(alert),
        statement ->
            new Parameters(statement)
                .text(alert.id())
                .text(alert.classroomId())
                .text(alert.action().map(AlertAction::teacherId))
                .text(alert.classroomId())
                .text(alert.studentId())
                .text(alert.appName())
                .text(alert.type().wireName())
                .text(alert.kind().wireName())
                .text(alert.state().wireName())
                .text(alert.severity().wireName())
                .text(json)
                .time(takenUp.map(AlertAction::at))
                .text(takenUp.flatMap(AlertRows::note))
                .time(alert.since())
                .time(alert.at())
                .count(alert.revision()));
  }

  private static Row takenUp(TeacherAlert alert, AlertAction action) {
    return new Row(
        TAKEN_UP,
        key(alert),
        statement ->
            new Parameters(statement)
                .time(action.at())
                .text(note(action))
                .text(action.teacherId())
                .text(alert.id()));
  }

  private static Row episodesTakenUp(TeacherAlert alert, Instant at) {
    List<String> students = alert.studentId().map(List::of).orElse(alert.students());
    return new Row(
        EPISODES_TAKEN_UP,
        key(alert),
        statement ->
            new Parameters(statement)
                .time(at)
                .texts(students)
                .text(alert.appName())
                .time(at)
                .time(at)
                .time(at));
  }

  private static String key(TeacherAlert alert) {
    return "alert:" + alert.id();
  }

  /** A teacher's words, else the kind of help. */
  private static Optional<String> note(AlertAction action) {
    return action.note().or(action::category);
  }

  /**
   * @param json the episode as it came
   */
  static Row episode(FrustrationEpisode episode, String json) {
    return new Row(
        EPISODE,
        "episode:" + episode.id() + "@" + episode.detectedAt(),
        statement ->
            new Parameters(statement)
                .text(episode.id())
                .text(episode.studentId())
                .text(episode.appName())
                .text(episode.classroomId())
                .text(episode.lessonId())
                .text(episode.itemId())
                .text(episode.eventType().wireName())
                .text(episode.severity().wireName())
                .number(episode.score())
                .text(json)
                .time(episode.detectedAt())
                .time(episode.resolvedAt())
                .count(episode.revision())
                .time(episode.detectedAt())
                .time(episode.resolvedAt())
                .text(episode.appName())
                .text(episode.studentId())
                .text(episode.studentId()));
  }
}
