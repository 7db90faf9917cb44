package io.gaia.schemas.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The migrations on plain PostgreSQL; the local stack's tests run them on TimescaleDB. */
class MigrationTest extends OnMigratedDatabase {

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
}
