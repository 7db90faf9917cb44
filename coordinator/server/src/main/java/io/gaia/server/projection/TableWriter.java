package io.gaia.server.projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rows of one table within a transaction, many with one statement. A row that PostgreSQL
 * refuses is found by halving, written without the character 0, or else left out: it never holds up
 * the others. Each id is put or removed at most once.
 */
final class TableWriter {
  private static final Logger LOG = LoggerFactory.getLogger(TableWriter.class);

  private static final int ROWS_AT_ONCE = 1000;
  private static final int CHARS_AT_ONCE = 1024 * 1024;

  private final Connection connection;
  private final ProjectedTable table;
  private final String sql;
  private final List<Row> puts = new ArrayList<>();
  private final List<String> removals = new ArrayList<>();
  private int charsToPut;
  private long written;
  private long refused;

  private TableWriter(Connection connection, ProjectedTable table, String sql) {
    this.connection = connection;
    this.table = table;
    this.sql = sql;
  }

  /** One whose rows replace those that are there. */
  static TableWriter replacing(Connection connection, ProjectedTable table) {
    return new TableWriter(connection, table, table.upsert());
  }

  /** One that adds the rows that are not there yet. */
  static TableWriter adding(Connection connection, ProjectedTable table) {
    return new TableWriter(connection, table, table.add());
  }

  void put(Row row) throws SQLException {
    puts.add(row);
    charsToPut += row.json().length();
    if (puts.size() >= ROWS_AT_ONCE || charsToPut >= CHARS_AT_ONCE) {
      flushPuts();
    }
  }

  void remove(String id) throws SQLException {
    removals.add(id);
    if (removals.size() >= ROWS_AT_ONCE) {
      flushRemovals();
    }
  }

  void flush() throws SQLException {
    flushRemovals();
    flushPuts();
  }

  /** Rows that were added, replaced or removed so far. */
  long written() {
    return written;
  }

  /** Rows that PostgreSQL refused so far. */
  long refused() {
    return refused;
  }

  private void flushPuts() throws SQLException {
    put(puts);
    puts.clear();
    charsToPut = 0;
  }

  private void flushRemovals() throws SQLException {
    if (!removals.isEmpty()) {
      execute(table.delete(), removals.stream().map(table::keyJson).toList());
      removals.clear();
    }
  }

  private void put(List<Row> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    if (tryToPut(rows.stream().map(Row::digestedJson).toList())) {
      return;
    }
    if (rows.size() > 1) {
      put(rows.subList(0, rows.size() / 2));
      put(rows.subList(rows.size() / 2, rows.size()));
    } else if (!tryToPut(List.of(rows.get(0).storableJson()))) {
      refused++;
      LOG.error("{} {} is left out of the tables", table.kind(), rows.get(0).id());
    }
  }

  /** False when PostgreSQL refused what the rows hold; the transaction goes on without them. */
  private boolean tryToPut(List<String> rows) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      execute(sql, rows);
      connection.releaseSavepoint(before);
      return true;
    } catch (SQLException e) {
      if (!isAboutContent(e)) {
        throw e;
      }
      LOG.debug("{} rows of {} were refused", rows.size(), table, e);
      connection.rollback(before);
      return false;
    }
  }

  private void execute(String statementSql, List<String> objects) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(statementSql)) {
      statement.setString(1, "[" + String.join(",", objects) + "]");
      written += statement.executeUpdate();
    }
  }

  /** Data, a constraint or a limit: the same rows would be refused again. */
  private static boolean isAboutContent(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
  }
}
