package io.gaia.server.classroom;

import io.gaia.server.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Every row that names one student, as JSON, oldest first; of others it names nobody. */
final class StudentRows {

  /** Takes them one by one, table by table. */
  interface Reader {
    void table(String name);

    void row(String json);
  }

  /**
   * @param rows takes the student's id once
   */
  private record Table(String name, String rows) {

    static Table own(String name, String order) {
      return new Table(
          name,
          "select to_jsonb(t) from %s t where student_id = ? order by %s".formatted(name, order));
    }
  }

  /** Of a table's rows only so many are in memory. */
  private static final int ROWS_AT_A_TIME = 500;

  private static final List<Table> TABLES =
      List.of(
          Table.own("enrollments", "position"),
          Table.own("usability_metrics", "timestamp, event_id"),
          Table.own("satisfaction_ratings", "created_at, event_id"),
          Table.own("frustration_events", "detected_at, id"),
          new Table(
              "teacher_dashboard_alerts",
              """
              with wanted as (select ?::text as student)
              select case when kind = 'class'
                  then jsonb_set(to_jsonb(a), '{details,students}', jsonb_build_array(student))
                  else to_jsonb(a) end
                from teacher_dashboard_alerts a, wanted
               where student_id = student
                  or (kind = 'class' and details -> 'students' ?? student)
               order by created_at, id
              """),
          Table.own("interventions", "created_at, id"),
          // who looked, and when: not whom else they saw, nor from which address
          new Table(
              "audit_log",
              """
              select to_jsonb(l) - array['id', 'student_ids', 'address', 'details']
                from audit_log l
               where student_ids @> array[?::text]
               order by l.id
              """));

  private final Database database;

  StudentRows(Database database) {
    this.database = database;
  }

  /**
   * All as of one moment.
   *
   * @throws io.gaia.server.http.ProblemException 503 unavailable when the database cannot be used
   */
  void read(String studentId, Reader reader) {
    database.lengthy(
        connection -> {
          // rows come in portions only within a transaction
          connection.setAutoCommit(false);
          try {
            asOfNow(connection);
            for (Table table : TABLES) {
              reader.table(table.name());
              rows(connection, table, studentId, reader);
            }
          } finally {
            connection.rollback();
            connection.setAutoCommit(true);
          }
          return studentId;
        });
  }

  private static void asOfNow(Connection connection) throws SQLException {
    try (PreparedStatement mode =
        connection.prepareStatement("set transaction isolation level repeatable read, read only")) {
      mode.execute();
    }
  }

  private static void rows(Connection connection, Table table, String studentId, Reader reader)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(table.rows())) {
      select.setFetchSize(ROWS_AT_A_TIME);
      select.setString(1, studentId);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          reader.row(rows.getString(1));
        }
      }
    }
  }
}
