package io.gaia.bench.analysts;

import io.gaia.local.layout.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A school of 100 classes of 30, four weeks long, eight hours each day that end with this hour; the
 * same rows each time, but for the date.
 */
record School(long metrics) {

  private static final int STUDENTS = 3_000;

  /** When what comes after a share of all has come happened: {@code share} is from 0 to 1. */
  private static final String AT =
      "now() - interval '1 day' * (27 - floor(least(share, 0.999999) * 28))"
          + " - interval '8 hours' * (1 - (share * 28 - floor(least(share, 0.999999) * 28)))";

  /** Brings the tables, by the checkout's migrations in their order. */
  static void migrate(Connection connection, Checkout checkout) throws IOException, SQLException {
    Path scripts = checkout.root().resolve("schemas/src/main/resources/db/migration");
    try (Stream<Path> files = Files.list(scripts);
        Statement statement = connection.createStatement()) {
      List<Path> inOrder =
          files
              .sorted(Comparator.comparingInt(file -> version(file.getFileName().toString())))
              .toList();
      for (Path script : inOrder) {
        statement.execute(Files.readString(script));
      }
    }
  }

  private static int version(String file) {
    return Integer.parseInt(file.substring(1, file.indexOf("__")));
  }

  /** Rows of all tables that the views stand on. */
  void fill(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(metrics(0, metrics, "m"));
      statement.execute(
          """
          insert into frustration_events (id, student_id, app_name, classroom_id, item_id,
            event_type, severity, score, detected_at, resolved_at, revision)
          select 'e-' || i, 's-' || i %% %1$d, 'app-' || i %% 3, 'c-' || (i %% %1$d) / 30,
            'item-' || i / 40 %% 1000, 'struggle', (array['medium', 'high', 'critical'])[1 + i %% 3], 0.7,
            t, case when i %% 199 > 0 then t + make_interval(secs => 30 + i %% 300) end, 2
          from generate_series(1, %2$d) i, lateral (select i / %2$d.0) as s (share),
            lateral (select %3$s) as at (t)
          """
              .formatted(STUDENTS, metrics / 33, AT));
      statement.execute(
          """
          insert into classroom_metrics_snapshot (classroom_id, app_name, window_start, window_end,
            student_count, active_student_count, struggling_student_count,
            average_frustration_level, average_error_rate, average_backspace_rate, health_score)
          select 'c-' || c, 'app-' || c % 3, t, t + interval '1 minute', 27, 20, 3, 0.2, 0.5, 0.1, 80
          from generate_series(0, 99) c, generate_series(date_trunc('minute', now()) - interval
            '27 days', date_trunc('minute', now()), interval '4 minutes') t
          """);
      statement.execute(
          """
          insert into interventions (id, student_id, classroom_id, teacher_id, category, created_at)
          select 'h-' || i, 's-' || i %% %1$d, 'c-' || (i %% %1$d) / 30, 't-1',
            (array['talked', 'hint', 'break'])[1 + i %% 3],
            now() - interval '28 days' * (i / %2$d.0)
          from generate_series(1, %2$d) i
          """
              .formatted(STUDENTS, metrics / 200));
      statement.execute(
          """
          insert into satisfaction_ratings (event_id, student_id, app_name, session_id, rating,
            created_at)
          select 'r-' || i, 's-' || i %% %1$d, 'app-' || i %% 3, 'x', 1 + i %% 5, now()
          from generate_series(1, %2$d) i
          """
              .formatted(STUDENTS, metrics / 200));
    }
  }

  /** Metrics from {@code from} on, so many, evenly over four weeks of school. */
  String metrics(long from, long many, String prefix) {
    return """
    insert into usability_metrics (event_id, student_id, app_name, session_id, classroom_id,
      item_id, metric_type, metric_value, correct, timestamp)
    select '%4$s-' || i, 's-' || i %% %1$d, 'app-' || i %% 3, 'x', 'c-' || (i %% %1$d) / 30,
      'item-' || i / 40 %% 1000,
      (array['keypress', 'keypress', 'keypress', 'backspace', 'error', 'attempt', 'click',
        'hint_request'])[1 + i %% 8], 1, i %% 2 = 0, %5$s
    from generate_series(%2$d + 1, %2$d + %3$d) i, lateral (select (i - %2$d) / %3$d.0) as s (share)
    """
        .formatted(STUDENTS, from, many, prefix, AT);
  }
}
