package io.gaia.bench.report;

import java.util.List;

/**
 * Rows of text; the first column says what the row is about.
 *
 * @param rows each as long as {@code columns}
 */
public record Table(List<String> columns, List<List<String>> rows) {
  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(row + " does not fit " + columns);
      }
    }
  }
}
