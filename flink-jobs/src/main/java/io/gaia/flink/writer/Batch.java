package io.gaia.flink.writer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows put together so that few statements write many. Rows of one key keep their order and never
 * share a statement: PostgreSQL refuses a statement that upserts a row twice.
 */
final class Batch {

  private record Step(String sql, List<Row> rows) {}

  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Integer> lastStepOf = new HashMap<>();

  static Batch of(List<RecordRows> records) {
    Batch batch = new Batch();
    records.forEach(record -> record.rows().forEach(batch::add));
    return batch;
  }

  private void add(Row row) {
    int at = lastStepOf.getOrDefault(row.key(), -1) + 1;
    while (at < steps.size() && !steps.get(at).sql().equals(row.sql())) {
      at++;
    }
    if (at == steps.size()) {
      steps.add(new Step(row.sql(), new ArrayList<>()));
    }
    steps.get(at).rows().add(row);
    lastStepOf.put(row.key(), at);
  }

  /** Writes all rows; the caller commits or rolls back. */
  void execute(Connection connection) throws SQLException {
    for (Step step : steps) {
      try (PreparedStatement statement = connection.prepareStatement(step.sql())) {
        for (Row row : step.rows()) {
          bind(row, statement);
          statement.addBatch();
        }
        statement.executeBatch();
      }
    }
  }

  /** A field that is missing is the row's own fault, as if PostgreSQL had said it. */
  private static void bind(Row row, PreparedStatement statement) throws SQLException {
    try {
      row.values().bind(statement);
    } catch (RuntimeException e) {
      throw new SQLDataException("a field is missing or wrong: " + e.getMessage(), "22004", e);
    }
  }
}
