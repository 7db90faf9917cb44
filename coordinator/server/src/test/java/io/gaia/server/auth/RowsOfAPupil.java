package io.gaia.server.auth;

/** A row of a student in each table, as SQL. */
final class RowsOfAPupil {

  /** Students' own rows, each with the time that tells whether it is from before. */
  private static final String ROWS =
      """
      insert into usability_metrics (event_id, student_id, app_name, session_id, metric_type, metric_value, metadata, timestamp)
        values ('{id}-m', '{id}', 'quiz', '{id}-monday', 'error', 1, '{"me":"{id}"}', now());
      insert into satisfaction_ratings (event_id, student_id, app_name, session_id, rating, feedback_text, created_at)
        values ('{id}-r', '{id}', 'quiz', 'x', 2, 'says {id}', now());
      insert into frustration_events (id, student_id, app_name, classroom_id, event_type, severity, score, details, detected_at, revision)
        values ('e-{suffix}', '{id}', 'quiz', 'c-stored', 'struggle', 'high', 0.7, '{"student_id":"{id}"}', now(), 1);
      insert into teacher_dashboard_alerts (id, classroom_id, student_id, app_name, alert_type, kind, state, severity, details, created_at, updated_at, revision)
        values ('a-{suffix}', 'c-stored', '{id}', 'quiz', 'frustration.detected', 'student', 'open', 'warning', '{"student_id":"{id}"}', now(), now(), 1000);
      insert into interventions (id, student_id, classroom_id, teacher_id, category, note, created_at)
        values ('i-{suffix}', '{id}', 'c-stored', 't-own', 'talked', 'with {id}', now());
      """;

  private static final String ALERT_OF_CLASS =
      """
      insert into teacher_dashboard_alerts (id, classroom_id, app_name, alert_type, kind, state, severity, details, created_at, updated_at, revision)
        values ('{alert}', 'c-stored', 'quiz', 'frustration.detected', 'class', 'open', 'critical',
          '{"kind":"class","students":["s-other","{id}"]}', now(), now(), 1000);
      """;

  private RowsOfAPupil() {}

  /**
   * @param suffix of the ids of rows that need their own
   */
  static String own(String student, String suffix) {
    return ROWS.replace("{id}", student).replace("{suffix}", suffix);
  }

  /** One of a class, of which s-other is, too. */
  static String inAlertOfClass(String student, String alert) {
    return ALERT_OF_CLASS.replace("{id}", student).replace("{alert}", alert);
  }
}
