package io.gaia.server.projection;

import io.gaia.core.View;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The tables and the position that says which state they equal. Every write is one transaction that
 * first locks the position, so writers take turns, and none brings the tables back to an older
 * state.
 */
final class Tables {
  private static final String NAME = "coordination";

  private final RowSource source;

  Tables(RowSource source) {
    this.source = source;
  }

  /** What a write came to. */
  sealed interface Outcome {
    /**
     * The tables equal the view.
     *
     * @param rows that were added, replaced or removed
     * @param refused rows that PostgreSQL cannot hold
     */
    record Written(Position position, long rows, long refused) implements Outcome {}

    /** Nothing was written: the tables are at a later position already. */
    record Ahead(Position found) implements Outcome {}
  }

  /**
   * Brings the tables to that view.
   *
   * @param connection without a transaction; it has none afterwards, unless this throws
   * @param last what the caller wrote last: as long as nobody wrote since, the view's changes are
   *     enough, else every row is compared
   * @param replaced a later position that is known to belong to another log, and so is no reason
   *     not to write
   */
  Outcome write(
      Connection connection, View view, Optional<Position> last, Optional<Position> replaced)
      throws SQLException {
    connection.setAutoCommit(false);
    Position found = lock(connection);
    Position next = Position.of(view);
    if (found.isAfter(next) && !replaced.equals(Optional.of(found))) {
      connection.rollback();
      return new Outcome.Ahead(found);
    }
    Transfer transfer = new Transfer(connection, source, view);
    if (last.equals(Optional.of(found)) && hasChangesSince(view, found)) {
      transfer.changesAfter(found.index());
    } else {
      transfer.differences();
    }
    move(connection, next);
    connection.commit();
    return new Outcome.Written(next, transfer.written(), transfer.refused());
  }

  /** The list of changes goes back as far; another term has other settings. */
  private static boolean hasChangesSince(View view, Position position) {
    return view.term() == position.term() && view.projectedIndex() <= position.index();
  }

  private static Position lock(Connection connection) throws SQLException {
    Optional<Position> found = tryToLock(connection);
    if (found.isPresent()) {
      return found.get();
    }
    try (PreparedStatement first =
        connection.prepareStatement(
            "insert into projection_position (name, term, index) values (?, 0, 0)"
                + " on conflict do nothing")) {
      first.setString(1, NAME);
      first.executeUpdate();
    }
    return tryToLock(connection).orElse(Position.NONE);
  }

  private static Optional<Position> tryToLock(Connection connection) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select term, index from projection_position where name = ? for update")) {
      query.setString(1, NAME);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(new Position(row.getLong(1), row.getLong(2)))
            : Optional.empty();
      }
    }
  }

  private static void move(Connection connection, Position position) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update projection_position set term = ?, index = ?, updated_at = now()"
                + " where name = ?")) {
      update.setLong(1, position.term());
      update.setLong(2, position.index());
      update.setString(3, NAME);
      update.executeUpdate();
    }
  }
}
