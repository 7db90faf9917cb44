package io.gaia.server.classroom;

import io.gaia.schemas.event.AlertState;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.Intervention;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.classroom.ClassHistory.PastAlert;
import io.gaia.server.database.Database;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A class's alerts and help from PostgreSQL. */
final class HistoryQuery {

  /** Of alerts and of interventions, in one answer. */
  static final int MAX_ROWS = 1_000;

  // help of the teacher's own accord is written as an alert too; it is told once, as help
  private static final String ALERTS =
      """
      select alert.details, episode.severity, episode.resolved_at
        from teacher_dashboard_alerts alert
        left join lateral (
               select severity, resolved_at
                 from frustration_events
                where id = alert.details ->> 'episode_id' and classroom_id = alert.classroom_id
                order by revision desc
                limit 1) episode on true
       where alert.classroom_id = ? and alert.created_at >= ? and alert.created_at < ?
         and not exists (select from interventions help where help.id = alert.id)
       order by alert.created_at desc, alert.id
       limit ?
      """;

  private static final String INTERVENTIONS =
      """
      select id, student_id, classroom_id, teacher_id, alert_id, category, note, created_at
        from interventions
       where classroom_id = ? and created_at >= ? and created_at < ?
       order by created_at desc, id
       limit ?
      """;

  // as analysts' help_outcome_daily counts it (V13), of the one class and by the second
  private static final String EFFECTS =
      """
      with helped as (
        select help.id, help.classroom_id, help.created_at, episode.app_name, episode.event_type,
               episode.severity, help.created_at - episode.detected_at as lasted,
               extract(epoch from episode.resolved_at - help.created_at)::float8 as to_calm
          from interventions help
         cross join lateral (
               select *
                 from frustration_events
                where student_id = help.student_id and detected_at <= help.created_at
                  and detected_at > help.created_at - interval '1 hour'
                  and (resolved_at is null or resolved_at > help.created_at)
                order by detected_at desc
                limit 1) episode
         where help.classroom_id = ? and help.created_at >= ? and help.created_at < ?
         order by help.created_at desc, help.id
         limit ?)
      select helped.id, helped.to_calm, alike.many, alike.to_calm as alike_to_calm
        from helped
       cross join lateral (
             select count(*) as many,
                    percentile_cont(0.5) within group (order by
                      extract(epoch from resolved_at - detected_at - helped.lasted)) as to_calm
               from frustration_events alone
              where alone.classroom_id = helped.classroom_id
                and alone.detected_at >= helped.created_at - interval '30 days'
                and alone.detected_at < helped.created_at
                and alone.app_name = helped.app_name and alone.event_type = helped.event_type
                and alone.severity = helped.severity
                and alone.resolved_at - alone.detected_at > helped.lasted
                and not exists (
                    select from interventions other
                     where other.student_id = alone.student_id
                       and other.created_at >= alone.detected_at
                       and other.created_at < alone.resolved_at)) alike
       order by helped.created_at desc, helped.id
      """;

  private final Database database;

  HistoryQuery(Database database) {
    this.database = database;
  }

  /**
   * What began in [from, to).
   *
   * @throws io.gaia.server.http.ProblemException 503 unavailable while PostgreSQL is down
   */
  ClassHistory between(String classroomId, Instant from, Instant to) {
    return database.read(
        connection -> {
          List<PastAlert> alerts =
              rows(connection, ALERTS, classroomId, from, to, HistoryQuery::alert);
          List<Intervention> helps =
              rows(connection, INTERVENTIONS, classroomId, from, to, HistoryQuery::intervention);
          List<HelpEffect> effects =
              rows(connection, EFFECTS, classroomId, from, to, HistoryQuery::effect);
          return new ClassHistory(
              atMost(alerts),
              atMost(helps),
              atMost(effects),
              alerts.size() <= MAX_ROWS && helps.size() <= MAX_ROWS);
        });
  }

  private interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  private static <T> List<T> rows(
      Connection connection,
      String sql,
      String classroomId,
      Instant from,
      Instant to,
      Reading<T> reading)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, classroomId);
      select.setObject(2, from.atOffset(ZoneOffset.UTC));
      select.setObject(3, to.atOffset(ZoneOffset.UTC));
      // one more than is told shows that there is more
      select.setInt(4, MAX_ROWS + 1);
      try (ResultSet rows = select.executeQuery()) {
        List<T> read = new ArrayList<>();
        while (rows.next()) {
          read.add(reading.of(rows));
        }
        return read;
      }
    }
  }

  private static <T> List<T> atMost(List<T> rows) {
    return List.copyOf(rows.subList(0, Math.min(MAX_ROWS, rows.size())));
  }

  private static PastAlert alert(ResultSet row) throws SQLException {
    TeacherAlert alert =
        EventCodec.fromBytes(
            row.getString("details").getBytes(StandardCharsets.UTF_8), TeacherAlert.class);
    // the episode's end is settled a minute or two after the alert's
    Optional<Instant> alertsEnd =
        Optional.of(alert.at()).filter(at -> alert.state() == AlertState.RESOLVED);
    return new PastAlert(
        alert,
        Optional.ofNullable(row.getString("severity")).map(FrustrationLevel::byWireName),
        time(row, "resolved_at").or(() -> alertsEnd));
  }

  private static Intervention intervention(ResultSet row) throws SQLException {
    return new Intervention(
        row.getString("id"),
        row.getString("student_id"),
        row.getString("classroom_id"),
        row.getString("teacher_id"),
        Optional.ofNullable(row.getString("alert_id")),
        row.getString("category"),
        Optional.ofNullable(row.getString("note")),
        time(row, "created_at").orElseThrow());
  }

  private static HelpEffect effect(ResultSet row) throws SQLException {
    return new HelpEffect(
        row.getString("id"),
        Optional.ofNullable(row.getObject("to_calm", Double.class)),
        row.getLong("many"),
        Optional.ofNullable(row.getObject("alike_to_calm", Double.class)));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
