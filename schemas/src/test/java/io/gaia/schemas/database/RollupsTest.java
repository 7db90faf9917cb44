package io.gaia.schemas.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is counted beforehand for analysts, and who may read it. */
class RollupsTest extends OnMigratedDatabase {

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
              query(
                  "select 1 from rollup_hours_touched union all select 1 from rollup_days_touched"
                      + " union all select 1 from rollup_items_touched"))
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
    countAll();
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
  void whatLeavesByRetentionBeforeItIsCountedKeepsItsCounts() throws SQLException {
    countAll();
    execute(
        "insert into app_days values (date_trunc('day', now(), 'UTC') - interval '40 days',"
            + " 'kept-app', 9, 9, 0, 0, 0)");
    execute(
        "insert into usability_metrics (event_id, student_id, app_name, session_id, classroom_id,"
            + " metric_type, metric_value, timestamp, created_at) values ('kept-1', 'k1',"
            + " 'kept-app', 'x', 'c-kept', 'error', 1, date_trunc('day', now(), 'UTC') - interval"
            + " '40 days', now() - interval '40 days')");
    // touched when it was whole, and the coordinator was away since
    execute(
        "insert into rollup_days_touched values (date_trunc('day', now(), 'UTC') - interval"
            + " '40 days')");
    execute(
        "insert into rollup_hours_touched values (date_trunc('day', now(), 'UTC') - interval"
            + " '40 days')");
    countAll();
    assertThat(query("select event_count from app_days where app_name = 'kept-app'"))
        .containsExactly("9");
    execute("delete from usability_metrics where app_name = 'kept-app'");
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

  private static void countAll() throws SQLException {
    String left;
    do {
      left = query("select refresh_rollups(1000)").get(0);
    } while (!left.equals("0"));
  }

  private static void metric(String eventId, String studentId, String classroomId)
      throws SQLException {
    execute(
        ("insert into usability_metrics (event_id, student_id, app_name, session_id, classroom_id,"
                + " metric_type, metric_value, timestamp) values ('%s', '%s', 'quiz', 'x', '%s',"
                + " 'error', 1, date_trunc('day', now()) - interval '14 hours')")
            .formatted(eventId, studentId, classroomId));
  }
}
