package io.gaia.schemas.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
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
            "audit_log",
            "claude_sessions",
            "classroom_metrics_snapshot",
            "classrooms",
            "distributed_locks",
            "distributed_task_queue",
            "enrollments",
            "erasure_salts",
            "erasures",
            "frustration_events",
            "interventions",
            "lessons",
            "projection_position",
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
    try (Connection connection = DriverManager.getConnection(url)) {
      execute(connection, "set role gaia_analyst");
      assertThat(query(connection, "select classroom_id from classroom_hourly"))
          .containsExactly("c-five");
      assertThat(query(connection, "select student_count || ' ' || error_count from app_daily"))
          .containsExactly("5 13");
      for (String view : List.of("classroom_minutes", "item_struggle", "help_daily")) {
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
                + " 'error', 1, '2026-01-01T10:00Z')")
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
