package io.gaia.schemas.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The migrations on plain PostgreSQL; the local stack's tests run them on TimescaleDB. */
class MigrationTest {

  private static EmbeddedPostgres postgres;
  private static String url;

  @BeforeAll
  static void migrate() throws Exception {
    postgres = EmbeddedPostgres.start();
    url = postgres.getJdbcUrl("postgres", "postgres");
    migrate(url);
  }

  @AfterAll
  static void stop() throws Exception {
    postgres.close();
  }

  @Test
  void everyTableOfTheDesignIsThere() throws SQLException {
    assertThat(
            query(
                "select table_name from information_schema.tables where table_schema = 'public'"
                    + " and table_type = 'BASE TABLE' and table_name not like 'flyway%'"))
        .containsExactlyInAnyOrder(
            "analyst_settings",
            "app_days",
            "audit_log",
            "claude_sessions",
            "classroom_hours",
            "classroom_metrics_snapshot",
            "classrooms",
            "distributed_locks",
            "distributed_task_queue",
            "enrollments",
            "erasure_salts",
            "erasures",
            "frustration_events",
            "help_days",
            "help_outcomes",
            "interventions",
            "item_totals",
            "lessons",
            "projection_position",
            "retention",
            "rollup_days_touched",
            "rollup_help_days_touched",
            "rollup_help_position",
            "rollup_hours_touched",
            "rollup_items_touched",
            "rollup_position",
            "satisfaction_ratings",
            "session_affinity",
            "teacher_dashboard_alerts",
            "usability_metrics");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, low",
    "1, 5, 10, low",
    "2, 0, 0, medium",
    "0, 6, 0, medium",
    "0, 0, 10.5, medium",
    "4, 0, 0, high",
    "0, 11, 0, high",
    "0, 0, 31, high",
    "5, 20, 60, high",
    "6, 0, 0, critical",
    "0, 21, 0, critical",
    "0, 0, 60.1, critical"
  })
  void theSeedsRuleGivesALevel(int errors, int backspaces, double seconds, String level)
      throws SQLException {
    assertThat(
            query(
                "select calculate_frustration_level(%d, %d, %s)"
                    .formatted(errors, backspaces, seconds)))
        .containsExactly(level);
  }

  @Test
  void theStruggleAnalysisCountsUnresolvedEpisodesOnly() throws SQLException {
    execute(
        "insert into frustration_events (id, student_id, app_name, classroom_id, event_type,"
            + " severity, score, detected_at, resolved_at, revision) values"
            + " ('e1','s1','a','c','struggle','critical',0.9,'2026-01-01T10:00Z',null,1),"
            + " ('e2','s1','a','c','struggle','high',0.7,'2026-01-01T11:00Z',null,1),"
            + " ('e3','s1','a','c','struggle','high',0.7,'2026-01-01T12:00Z','2026-01-01T12:01Z',2)");
    execute(
        "insert into satisfaction_ratings (event_id, student_id, app_name, session_id, rating,"
            + " created_at) values ('r1','s1','a','x',2,now()), ('r2','s1','a','x',3,now()),"
            + " ('r3','s1','other','x',5,now())");
    assertThat(
            query(
                "select concat_ws('|', student_id, app_name, classroom_id, critical_events,"
                    + " high_severity_events, extract(hour from last_frustration_event at time zone"
                    + " 'UTC'), round(avg_satisfaction, 1)) from classroom_struggle_analysis"))
        .containsExactly("s1|a|c|1|1|11|2.5");
  }

  @Test
  void analystsSeeGroupsOfFiveAndNoTable() throws SQLException {
    for (int student = 1; student <= 5; student++) {
      metric("m-five-" + student, "s" + student, "c-five");
    }
    for (int student = 1; student <= 4; student++) {
      metric("m-four-" + student, "s" + student, "c-four");
      metric("m-four-again-" + student, "s" + student, "c-four");
    }
    assertThat(query("select refresh_rollups(1000)")).containsExactly("0");
    try (Connection connection = DriverManager.getConnection(url)) {
      execute(connection, "set role gaia_analyst");
      assertThat(query(connection, "select classroom_id from classroom_hourly"))
          .containsExactly("c-five");
      assertThat(query(connection, "select student_count || ' ' || error_count from app_daily"))
          .containsExactly("5 13");
      for (String view :
          List.of("classroom_minutes", "item_struggle", "help_daily", "help_outcome_daily")) {
        assertThat(query(connection, "select 1 from " + view)).isEmpty();
      }
      for (String table : query("select tablename from pg_tables where schemaname = 'public'")) {
        assertThatThrownBy(() -> query(connection, "select 1 from " + table))
            .as(table)
            .hasMessageContaining("permission denied");
      }
      assertThatThrownBy(() -> query(connection, "select 1 from classroom_struggle_analysis"))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void analystsReadWhatTheRawRowsSayAlsoWhenSomeCameLateAndAfterTheyAreGone() throws SQLException {
    for (int student = 1; student <= 6; student++) {
      metric("roll-" + student, "r" + student, "c-roll");
    }
    execute("select refresh_rollups(1)");
    metric("roll-late", "r7", "c-roll");
    while (!query("select refresh_rollups(1)").equals(List.of("0"))) {
      assertThat(
              query("select 1 from rollup_hours_touched union select 1 from rollup_days_touched"))
          .isNotEmpty();
    }
    // what another transaction wrote a moment ago is looked at again
    assertThat(query("select refresh_rollups(1000)")).containsExactly("0");
    String rolledUp =
        "select concat_ws('|', student_count, event_count, error_count, attempt_count) from"
            + " classroom_hourly where classroom_id = 'c-roll'";
    assertThat(query(rolledUp)).containsExactly("7|7|7|0");
    assertThat(
            query(
                "select concat_ws('|', count(distinct student_id), count(*), count(*) filter (where"
                    + " metric_type = 'error'), 0) from usability_metrics where classroom_id ="
                    + " 'c-roll'"))
        .isEqualTo(query(rolledUp));
    execute("delete from usability_metrics where classroom_id = 'c-roll'");
    execute("select refresh_rollups(1000)");
    assertThat(query(rolledUp)).as("the counts outlive the rows").containsExactly("7|7|7|0");

    execute("update analyst_settings set group_least = 8");
    try {
      assertThat(query(rolledUp)).as("a group too small").isEmpty();
    } finally {
      execute("update analyst_settings set group_least = 5");
    }
  }

  @Test
  void aDayIsCountedOnceAllItsHoursAre() throws SQLException {
    execute(
        "insert into usability_metrics (event_id, student_id, app_name, session_id, classroom_id,"
            + " metric_type, metric_value, timestamp) select 'day-' || n, 'd' || n % 6, 'day-app',"
            + " 'x', 'c-day', 'error', 1, date_trunc('day', now(), 'UTC') - interval '2 days' + n %"
            + " 3 * interval '1 hour' from generate_series(1, 18) n");
    String days = "select student_count || '|' || event_count from app_days where app_name = ";
    String hoursLeft =
        "select 1 from rollup_hours_touched where hour - date_trunc('day', now(), 'UTC') between"
            + " interval '-2 days' and interval '-46 hours'";
    int steps = 0;
    while (!query("select refresh_rollups(1)").equals(List.of("0"))) {
      steps++;
      if (!query(hoursLeft).isEmpty()) {
        assertThat(query(days + "'day-app'")).isEmpty();
      }
    }
    assertThat(steps).as("an hour each").isGreaterThanOrEqualTo(2);
    assertThat(query(days + "'day-app'")).containsExactly("6|18");
  }

  @Test
  void helpIsComparedWithEpisodesThatHadNone() throws Exception {
    for (int student = 1; student <= 6; student++) {
      episode("helped-" + student, student == 6 ? 30 : 10);
      execute(
          "insert into interventions (id, student_id, classroom_id, teacher_id, category,"
              + " created_at) values ('help-%1$d', 'helped-%1$d', 'c-help', 't', 'hint',"
                  .formatted(student)
              + " '2026-02-02T10:04Z')");
    }
    // over before help would have come, and then calm in time twice of three times
    for (int minutes : new int[] {3, 8, 12, 20}) {
      episode("alone-" + minutes, minutes);
    }
    assertThat(query("select refresh_rollups(1000)")).containsExactly("0");
    assertThat(
            query(
                "select concat_ws('|', day at time zone 'UTC', category, student_count, case_count,"
                    + " calm_count, median_seconds_to_calm, similar_count,"
                    + " round(similar_calm_share::numeric, 2)) from help_outcome_daily"))
        .containsExactly("2026-02-02 00:00:00|hint|6|6|5|360|18|0.67");
    String given =
        "select concat_ws('|', day at time zone 'UTC', category, student_count,"
            + " intervention_count) from help_daily";
    assertThat(query(given)).containsExactly("2026-02-02 00:00:00|hint|6|6");
    execute("delete from frustration_events where app_name = 'help-app'");
    execute("delete from interventions where classroom_id = 'c-help'");
    execute("select refresh_rollups(1000)");
    assertThat(query(given))
        .as("the counts outlive the rows")
        .containsExactly("2026-02-02 00:00:00|hint|6|6");
  }

  private static void episode(String student, int minutes) throws SQLException {
    execute(
        "insert into frustration_events (id, student_id, app_name, classroom_id, event_type,"
            + " severity, score, detected_at, resolved_at, revision) values ('e-%1$s', '%1$s',"
                .formatted(student)
            + " 'help-app', 'c-help', 'struggle', 'high', 0.7, '2026-02-02T10:00Z',"
            + " '2026-02-02T10:00Z'::timestamptz + interval '%d minutes', 2)".formatted(minutes));
  }

  @Test
  void helpedMeansTheSameOnTheTeachersPage() throws Exception {
    String page = Files.readString(Path.of("../coordinator/server/src/main/page/model/helped.js"));
    assertThat(page).contains("const WITHIN_MS = 10 * 60_000;");
    assertThat(query("select extract(epoch from helped_within())::int / 60")).containsExactly("10");
  }

  @Test
  void whatIsOlderThanItsTableKeepsGoesPieceByPiece() throws SQLException {
    assertThat(query("select table_name || ' ' || keep from retention order by 1"))
        .containsExactly(
            "classroom_metrics_snapshot 3 years",
            "frustration_events 1 year",
            "interventions 1 year",
            "satisfaction_ratings 1 year",
            "teacher_dashboard_alerts 1 year",
            "usability_metrics 30 days");
    for (String age : List.of("29 days", "31 days", "32 days", "400 days")) {
      execute(
          ("insert into usability_metrics (event_id, student_id, app_name, session_id, metric_type,"
               + " metric_value, timestamp) values ('%1$s', 'old', 'quiz', 'x', 'error', 1, now() -"
               + " interval '%1$s')")
              .formatted(age));
    }
    execute(
        "insert into interventions (id, student_id, classroom_id, teacher_id, category, created_at)"
            + " values ('h1', 'old', 'c', 't', 'talked', now() - interval '2 years'), ('h2', 'old',"
            + " 'c', 't', 'talked', now() - interval '11 months')");
    assertThat(query("select apply_retention(2) ->> 'usability_metrics'")).containsExactly("2");
    assertThat(query("select apply_retention(2) ->> 'usability_metrics'")).containsExactly("1");
    assertThat(query("select event_id from usability_metrics where student_id = 'old'"))
        .containsExactly("29 days");
    assertThat(query("select id from interventions where student_id = 'old'"))
        .containsExactly("h2");
    execute("delete from usability_metrics where student_id = 'old'");
  }

  @Test
  void theAuditLogIsOnlyAddedToAndLosesWhatIsOld() throws SQLException {
    for (String age : List.of("400 days", "1 day")) {
      execute(
          "insert into audit_log (at, subject, roles, action, route, classroom_id, address) values"
              + " (now() - interval '%s', 't-1', '{teacher}', 'read', 'GET /x', 'c-1', '::1')"
                  .formatted(age));
    }
    for (String change :
        List.of(
            "update audit_log set subject = 'nobody'",
            "delete from audit_log",
            "truncate audit_log")) {
      assertThatThrownBy(() -> execute(change)).as(change).hasMessageContaining("append-only");
    }
    assertThat(query("select prune_audit(interval '365 days')")).containsExactly("1");
    assertThat(query("select count(*) from audit_log")).containsExactly("1");
    assertThatThrownBy(() -> execute("delete from audit_log")).hasMessageContaining("append-only");
  }

  @Test
  void anOwnerWithoutTheRightToCreateRolesMigratesToo() throws SQLException {
    execute("create role plain_owner login");
    execute("create database second owner plain_owner");
    execute("alter role gaia_analyst rename to elsewhere");
    try {
      migrate(postgres.getJdbcUrl("plain_owner", "second"));
      execute("create role gaia_analyst nologin");
      try (Connection owner =
          DriverManager.getConnection(postgres.getJdbcUrl("plain_owner", "second"))) {
        query(owner, "select grant_analyst_views()");
        assertThat(
                query(owner, "select has_table_privilege('gaia_analyst', 'app_daily', 'select')"))
            .containsExactly("t");
      }
    } finally {
      execute("drop database if exists second");
      execute("drop role if exists gaia_analyst");
      execute("alter role elsewhere rename to gaia_analyst");
    }
  }

  @Test
  void migratingAgainChangesNothing() {
    assertThat(migrate(url)).isZero();
  }

  private static int migrate(String url) {
    return Flyway.configure()
        .dataSource(url, null, null)
        .locations("classpath:db/migration")
        .load()
        .migrate()
        .migrationsExecuted;
  }

  private static void metric(String eventId, String studentId, String classroomId)
      throws SQLException {
    execute(
        ("insert into usability_metrics (event_id, student_id, app_name, session_id, classroom_id,"
                + " metric_type, metric_value, timestamp) values ('%s', '%s', 'quiz', 'x', '%s',"
                + " 'error', 1, date_trunc('day', now()) - interval '14 hours')")
            .formatted(eventId, studentId, classroomId));
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      execute(connection, sql);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> query(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      return query(connection, sql);
    }
  }

  private static List<String> query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> first = new ArrayList<>();
      while (rows.next()) {
        first.add(rows.getString(1));
      }
      return first;
    }
  }
}
