package io.gaia.flink.writer;

import io.gaia.schemas.event.Classroom;
import io.gaia.schemas.event.ClassroomSnapshot;
import io.gaia.schemas.event.Intervention;
import io.gaia.schemas.event.RosterEntry;
import java.util.List;

/** Classes, who is in them, how they do, and what teachers did. The latest record stands. */
final class ClassRows {

  private static final String CLASSROOM =
      """
      insert into classrooms (classroom_id, name, teacher_ids, size) values (?, ?, ?, ?)
      on conflict (classroom_id) do update set name = excluded.name,
        teacher_ids = excluded.teacher_ids, size = excluded.size, updated_at = now()\
      """;

  /** Alerts may be stored before their class is known. */
  private static final String TEACHER_OF_ALERTS =
      """
      update teacher_dashboard_alerts set teacher_id = ?
      where classroom_id = ? and teacher_id is null\
      """;

  private static final String CLASSROOM_GONE = "delete from classrooms where classroom_id = ?";

  private static final String ENROLLMENTS =
      """
      with left_classes as (
        delete from enrollments where student_id = ? and classroom_id <> all (?))
      insert into enrollments (student_id, school_id, classroom_id, position)
      select distinct on (c.id) ?, ?, c.id, c.position
      from unnest(?) with ordinality as c (id, position) order by c.id, c.position
      on conflict (student_id, classroom_id) do update set school_id = excluded.school_id,
        position = excluded.position, updated_at = now()\
      """;

  private static final String STUDENT_GONE = "delete from enrollments where student_id = ?";

  private static final String SNAPSHOT =
      """
      insert into classroom_metrics_snapshot (classroom_id, app_name, window_start, window_end,
        student_count, active_student_count, struggling_student_count, average_frustration_level,
        average_error_rate, average_backspace_rate, average_satisfaction_rating, health_score,
        snapshot_data)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
      on conflict (classroom_id, app_name, window_start) do update set
        window_end = excluded.window_end,
        student_count = excluded.student_count,
        active_student_count = excluded.active_student_count,
        struggling_student_count = excluded.struggling_student_count,
        average_frustration_level = excluded.average_frustration_level,
        average_error_rate = excluded.average_error_rate,
        average_backspace_rate = excluded.average_backspace_rate,
        average_satisfaction_rating = excluded.average_satisfaction_rating,
        health_score = excluded.health_score,
        snapshot_data = excluded.snapshot_data,
        updated_at = now()\
      """;

  private static final String INTERVENTION =
      """
      insert into interventions (id, student_id, classroom_id, teacher_id, alert_id, category, note,
        created_at) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing\
      """;

  private ClassRows() {}

  static List<Row> classroom(Classroom classroom) {
    Row stored =
        new Row(
            CLASSROOM,
            "classroom:" + classroom.classroomId(),
            statement ->
                new Parameters(statement)
                    .text(classroom.classroomId())
                    .text(classroom.name())
                    .texts(classroom.teacherIds())
                    .size(classroom.size()));
    if (classroom.teacherIds().isEmpty()) {
      return List.of(stored);
    }
    Row teacher =
        new Row(
            TEACHER_OF_ALERTS,
            "classroom:" + classroom.classroomId(),
            statement ->
                new Parameters(statement)
                    .text(classroom.teacherIds().get(0))
                    .text(classroom.classroomId()));
    return List.of(stored, teacher);
  }

  static Row classroomGone(String classroomId) {
    return new Row(
        CLASSROOM_GONE,
        "classroom:" + classroomId,
        statement -> new Parameters(statement).text(classroomId));
  }

  static Row enrollments(RosterEntry entry) {
    return new Row(
        ENROLLMENTS,
        "student:" + entry.studentId(),
        statement ->
            new Parameters(statement)
                .text(entry.studentId())
                .texts(entry.classroomIds())
                .text(entry.studentId())
                .text(entry.schoolId())
                .texts(entry.classroomIds()));
  }

  static Row studentGone(String studentId) {
    return new Row(
        STUDENT_GONE,
        "student:" + studentId,
        statement -> new Parameters(statement).text(studentId));
  }

  /**
   * @param json the snapshot as it came
   */
  static Row snapshot(ClassroomSnapshot snapshot, String json) {
    return new Row(
        SNAPSHOT,
        String.join(
            "|",
            "snapshot",
            snapshot.classroomId(),
            snapshot.appName(),
            "" + snapshot.windowStart()),
        statement ->
            new Parameters(statement)
                .text(snapshot.classroomId())
                .text(snapshot.appName())
                .time(snapshot.windowStart())
                .time(snapshot.windowEnd())
                .count(snapshot.studentCount())
                .count(snapshot.activeStudentCount())
                .count(snapshot.strugglingStudentCount())
                .number(snapshot.averageFrustrationLevel())
                .number(snapshot.averageErrorRate())
                .number(snapshot.averageBackspaceRate())
                .number(snapshot.averageSatisfactionRating())
                .number(snapshot.healthScore())
                .text(json));
  }

  static Row intervention(Intervention intervention) {
    return new Row(
        INTERVENTION,
        "intervention:" + intervention.id(),
        statement ->
            new Parameters(statement)
                .text(intervention.id())
                .text(intervention.studentId())
                .text(intervention.classroomId())
                .text(intervention.teacherId())
                .text(intervention.alertId())
                .text(intervention.category())
                .text(intervention.note())
                .time(intervention.at()));
  }
}
