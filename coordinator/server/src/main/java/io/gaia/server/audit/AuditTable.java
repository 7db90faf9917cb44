package io.gaia.server.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.audit.AuditEntry.Action;
import io.gaia.server.database.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The table {@code audit_log}, to which rows are only added. */
final class AuditTable {

  private static final String INSERT =
      """
      insert into audit_log (at, subject, roles, action, route, classroom_id, student_ids, address, details)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
      """;

  // each condition is off when its value is null; an erased student stands there as a hash
  private static final String SELECT =
      """
      select id, at, subject, roles, action, route, classroom_id, student_ids, address, details
        from audit_log
       where id < ?
         and (?::text is null or student_ids && (array[?::text]
              || array(select erased_hash(salt, ?::text) from erasure_salts)))
         and (?::text is null or classroom_id = ?::text)
         and (?::text is null or subject = ?::text)
       order by id desc
       limit ?
      """;

  private final Database database;

  AuditTable(Database database) {
    this.database = database;
  }

  /** A row, and its place in the order of writing. */
  record Row(long id, AuditEntry entry) {}

  /** What is asked for; absent is any. */
  record Wanted(
      Optional<String> studentId, Optional<String> classroomId, Optional<String> subject) {}

  /**
   * @throws io.gaia.server.http.ProblemException while PostgreSQL is down; then none is added
   */
  void add(List<AuditEntry> entries) {
    database.background(
        connection -> {
          boolean before = connection.getAutoCommit();
          connection.setAutoCommit(false);
          try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (AuditEntry entry : entries) {
              insert.setObject(1, entry.at().atOffset(ZoneOffset.UTC));
              insert.setString(2, storable(entry.subject()));
              insert.setArray(3, connection.createArrayOf("text", entry.roles().toArray()));
              insert.setString(4, entry.action().wireName());
              insert.setString(5, storable(entry.route()));
              insert.setString(6, storable(entry.classroomId()));
              insert.setArray(
                  7,
                  connection.createArrayOf(
                      "text", entry.studentIds().stream().map(AuditTable::storable).toArray()));
              insert.setString(8, entry.address());
              insert.setString(9, entry.details().map(AuditTable::json).orElse(null));
              insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
          } catch (SQLException e) {
            connection.rollback();
            throw e;
          } finally {
            connection.setAutoCommit(before);
          }
          return true;
        });
  }

  /** PostgreSQL's texts hold every character but this one. */
  private static String storable(String text) {
    return text.replace('\u0000', '\ufffd');
  }

  /** The escape of the one character that PostgreSQL's jsonb does not hold either. */
  private static String json(JsonNode details) {
    return details.toString().replace("\\u0000", "\\ufffd");
  }

  void prune(Duration keep) {
    database.background(
        connection -> {
          try (PreparedStatement prune =
              connection.prepareStatement("select prune_audit(make_interval(secs => ?))")) {
            prune.setLong(1, keep.toSeconds());
            return prune.execute();
          }
        });
  }

  /** The newest first, of those that were written before {@code beforeId}. */
  List<Row> rows(Wanted wanted, long beforeId, int limit) {
    return database.read(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setLong(1, beforeId);
            condition(select, 2, wanted.studentId());
            select.setString(4, wanted.studentId().map(AuditTable::storable).orElse(null));
            condition(select, 5, wanted.classroomId());
            condition(select, 7, wanted.subject());
            select.setInt(9, limit);
            List<Row> rows = new ArrayList<>();
            try (ResultSet found = select.executeQuery()) {
              while (found.next()) {
                rows.add(row(found));
              }
            }
            return rows;
          }
        });
  }

  private static void condition(PreparedStatement select, int at, Optional<String> value)
      throws SQLException {
    select.setString(at, value.map(AuditTable::storable).orElse(null));
    select.setString(at + 1, value.map(AuditTable::storable).orElse(null));
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong("id"),
        new AuditEntry(
            row.getObject("at", OffsetDateTime.class).toInstant(),
            row.getString("subject"),
            List.of((String[]) row.getArray("roles").getArray()),
            Action.byWireName(row.getString("action")),
            row.getString("route"),
            row.getString("classroom_id"),
            Set.of((String[]) row.getArray("student_ids").getArray()),
            row.getString("address"),
            Optional.ofNullable(row.getBytes("details"))
                .map(json -> EventCodec.fromBytes(json, JsonNode.class))));
  }
}
