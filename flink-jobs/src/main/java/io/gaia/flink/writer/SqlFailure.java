package io.gaia.flink.writer;

import java.sql.SQLException;
import java.util.Optional;

/** Why PostgreSQL did not write, and so what helps. */
enum SqlFailure {
  /** The row's own fault; it will never be written. */
  ROW_REFUSED,
  /** The tables are not there yet: somebody has to migrate the database. */
  NOT_MIGRATED,
  /** Anything else (down, starting, full, read-only, in conflict): it passes with time. */
  NOT_NOW;

  /** By the class of the SQLSTATE: PostgreSQL documentation, appendix A. */
  static SqlFailure of(SQLException failure) {
    String state = Optional.ofNullable(failure.getSQLState()).orElse("");
    String stateClass = state.length() < 2 ? "" : state.substring(0, 2);
    return switch (stateClass) {
      // data exception, integrity violation, limit exceeded (such as a key too long for its index)
      case "22", "23", "54" -> ROW_REFUSED;
      // syntax or access rule: unknown table, column, function; unknown schema, unknown database
      case "42", "3F", "3D" -> NOT_MIGRATED;
      default -> NOT_NOW;
    };
  }
}
