package io.gaia.server.classroom;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.event.ClassroomSnapshot;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.database.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The minutes of a class from PostgreSQL. */
final class SnapshotQuery {

  private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};

  private static final String SQL =
      """
      select classroom_id, app_name, window_start, window_end, student_count,
             active_student_count, struggling_student_count, average_frustration_level,
             average_error_rate, average_backspace_rate, average_satisfaction_rating,
             health_score, snapshot_data
        from classroom_metrics_snapshot
       where classroom_id = ? and window_start >= ? and window_start < ?
         and (window_start, app_name) > (?, ?)
       order by window_start, app_name
       limit ?
      """;

  private final Database database;

  SnapshotQuery(Database database) {
    this.database = database;
  }

  boolean serves() {
    return database.serves();
  }

  /**
   * Those that start in [from, to), by time and app, after {@code after}.
   *
   * @throws io.gaia.server.http.ProblemException 503 unavailable while PostgreSQL is down
   */
  List<ClassroomSnapshot> between(
      String classroomId, Instant from, Instant to, Optional<PageCursor> after, int limit) {
    PageCursor start = after.orElse(new PageCursor(from, ""));
    return database.read(connection -> rows(connection, classroomId, from, to, start, limit));
  }

  private static List<ClassroomSnapshot> rows(
      Connection connection,
      String classroomId,
      Instant from,
      Instant to,
      PageCursor start,
      int limit)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SQL)) {
      select.setString(1, classroomId);
      select.setObject(2, from.atOffset(ZoneOffset.UTC));
      select.setObject(3, to.atOffset(ZoneOffset.UTC));
      select.setObject(4, start.at().atOffset(ZoneOffset.UTC));
      select.setString(5, start.id());
      select.setInt(6, limit);
      try (ResultSet rows = select.executeQuery()) {
        List<ClassroomSnapshot> snapshots = new ArrayList<>();
        while (rows.next()) {
          snapshots.add(snapshot(rows));
        }
        return snapshots;
      }
    }
  }

  private static ClassroomSnapshot snapshot(ResultSet row) throws SQLException {
    JsonNode more = json(row.getString("snapshot_data"));
    double average = row.getDouble("average_frustration_level");
    return new ClassroomSnapshot(
        row.getString("classroom_id"),
        row.getString("app_name"),
        time(row, "window_start"),
        time(row, "window_end"),
        row.getInt("student_count"),
        row.getInt("active_student_count"),
        row.getInt("struggling_student_count"),
        average,
        more.path("worst_frustration_level").asDouble(average),
        row.getDouble("average_error_rate"),
        row.getDouble("average_backspace_rate"),
        Optional.ofNullable(row.getObject("average_satisfaction_rating", Double.class)),
        row.getDouble("health_score"),
        more.path("events_by_type").isObject()
            ? EventCodec.mapper().convertValue(more.get("events_by_type"), COUNTS)
            : Map.of());
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static JsonNode json(String text) {
    try {
      return EventCodec.mapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException("snapshot_data is not JSON", e);
    }
  }
}
