package io.gaia.flink.writer;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Sets the parameters of a statement one after the other. */
final class Parameters {
  private final PreparedStatement statement;
  private int index;

  Parameters(PreparedStatement statement) {
    this.statement = statement;
  }

  Parameters text(String value) throws SQLException {
    statement.setString(++index, value);
    return this;
  }

  Parameters text(Optional<String> value) throws SQLException {
    return text(value.orElse(null));
  }

  Parameters number(double value) throws SQLException {
    statement.setDouble(++index, value);
    return this;
  }

  Parameters number(Optional<Double> value) throws SQLException {
    if (value.isPresent()) {
      return number(value.get());
    }
    statement.setNull(++index, Types.DOUBLE);
    return this;
  }

  Parameters count(long value) throws SQLException {
    statement.setLong(++index, value);
    return this;
  }

  Parameters count(int value) throws SQLException {
    statement.setInt(++index, value);
    return this;
  }

  Parameters size(Optional<Integer> value) throws SQLException {
    if (value.isPresent()) {
      return count(value.get());
    }
    statement.setNull(++index, Types.INTEGER);
    return this;
  }

  Parameters yesOrNo(Optional<Boolean> value) throws SQLException {
    if (value.isPresent()) {
      statement.setBoolean(++index, value.get());
    } else {
      statement.setNull(++index, Types.BOOLEAN);
    }
    return this;
  }

  Parameters time(Instant value) throws SQLException {
    statement.setObject(++index, value.atOffset(ZoneOffset.UTC));
    return this;
  }

  Parameters time(Optional<Instant> value) throws SQLException {
    if (value.isPresent()) {
      return time(value.get());
    }
    statement.setNull(++index, Types.TIMESTAMP_WITH_TIMEZONE);
    return this;
  }

  Parameters texts(List<String> values) throws SQLException {
    statement.setArray(
        ++index, statement.getConnection().createArrayOf("text", values.toArray(new String[0])));
    return this;
  }
}
