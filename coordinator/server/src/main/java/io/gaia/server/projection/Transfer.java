package io.gaia.server.projection;

import io.gaia.core.View;
import io.gaia.core.model.Change;
import io.gaia.core.model.EntityKind;
import io.gaia.core.model.Lock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings the tables from one state to another within one transaction: all of it is seen, or
 * nothing.
 */
final class Transfer {
  private static final int ROWS_READ_AT_ONCE = 10_000;

  private final Connection connection;
  private final RowSource source;
  private final View view;
  private final Map<EntityKind, TableWriter> writers = new EnumMap<>(EntityKind.class);
  private long added;
  private long refused;

  /**
   * @param connection within a transaction
   * @param view what the tables shall be like
   */
  Transfer(Connection connection, RowSource source, View view) {
    this.connection = connection;
    this.source = source;
    this.view = view;
    for (EntityKind kind : EntityKind.values()) {
      writers.put(kind, TableWriter.replacing(connection, ProjectedTable.of(kind)));
    }
  }

  /** Writes what changed after that index, at which the tables are now. */
  void changesAfter(long index) throws SQLException {
    Set<String> locks = new HashSet<>();
    for (Change change : view.changesAfter(index)) {
      if (change.kind() == EntityKind.SESSION) {
        // a lock promises to end with its owner's lease
        view.locksOf(change.id()).stream().map(Lock::key).forEach(locks::add);
      }
      if (change.kind() == EntityKind.LOCK) {
        locks.add(change.id());
      } else {
        write(change.kind(), change.id());
      }
    }
    for (String key : locks) {
      write(EntityKind.LOCK, key);
    }
    flush();
  }

  private void write(EntityKind kind, String id) throws SQLException {
    Optional<Row> row = source.row(view, kind, id);
    if (row.isPresent()) {
      writers.get(kind).put(row.get());
    } else {
      writers.get(kind).remove(id);
    }
  }

  /** Compares every row with the state, and writes what differs, whatever the tables hold now. */
  void differences() throws SQLException {
    for (EntityKind kind : EntityKind.values()) {
      long known = correct(kind);
      if (known < count(kind)) {
        add(kind);
      }
    }
    flush();
  }

  /** Corrects or removes the rows that are there; tells how many have an entity. */
  private long correct(EntityKind kind) throws SQLException {
    TableWriter writer = writers.get(kind);
    long known = 0;
    try (PreparedStatement scan = connection.prepareStatement(ProjectedTable.of(kind).scan())) {
      scan.setFetchSize(ROWS_READ_AT_ONCE);
      try (ResultSet rows = scan.executeQuery()) {
        while (rows.next()) {
          String id = rows.getString(1);
          long digest = rows.getLong(2);
          boolean hasDigest = !rows.wasNull();
          Optional<Row> row = source.row(view, kind, id);
          if (row.isEmpty()) {
            writer.remove(id);
            continue;
          }
          known++;
          if (!hasDigest || row.get().digest() != digest) {
            writer.put(row.get());
          }
        }
      }
    }
    writer.flush();
    return known;
  }

  private long count(EntityKind kind) {
    long count = 0;
    for (String ignored : source.ids(view, kind)) {
      count++;
    }
    return count;
  }

  private void add(EntityKind kind) throws SQLException {
    TableWriter writer = TableWriter.adding(connection, ProjectedTable.of(kind));
    for (String id : source.ids(view, kind)) {
      Optional<Row> row = source.row(view, kind, id);
      if (row.isPresent()) {
        writer.put(row.get());
      }
    }
    writer.flush();
    added += writer.written();
    refused += writer.refused();
  }

  private void flush() throws SQLException {
    for (TableWriter writer : writers.values()) {
      writer.flush();
    }
  }

  /** Rows that were added, replaced or removed. */
  long written() {
    return added + writers.values().stream().mapToLong(TableWriter::written).sum();
  }

  /** Rows that PostgreSQL refused. */
  long refused() {
    return refused + writers.values().stream().mapToLong(TableWriter::refused).sum();
  }
}
