package io.gaia.flink.writer;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * What one statement does for one record.
 *
 * @param sql with parameters; rows of one statement travel together
 * @param key of which thing of which table; rows of one key keep their order, each in a statement
 *     of its own
 * @param values sets the parameters
 */
record Row(String sql, String key, Values values) {

  /** Sets a statement's parameters. */
  interface Values {
    void bind(PreparedStatement statement) throws SQLException;
  }
}
