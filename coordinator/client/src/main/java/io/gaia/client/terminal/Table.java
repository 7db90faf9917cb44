package io.gaia.client.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** JSON objects as an aligned table: a column for each field. */
public final class Table {

  private static final int WIDEST_CELL = 60;

  private final List<String> fields;

  /**
   * @param fields names, or paths such as {@code progress.percent}; the last part is the header
   */
  public Table(String... fields) {
    this.fields = List.of(fields);
  }

  /** Lines without a trailing line break; an empty list gives the header alone. */
  public String render(Iterable<JsonNode> items) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(fields.stream().map(Table::header).toList());
    for (JsonNode item : items) {
      rows.add(fields.stream().map(field -> cell(at(item, field))).toList());
    }
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < fields.size(); column++) {
      int index = column;
      widths.add(rows.stream().mapToInt(row -> row.get(index).length()).max().orElse(0));
    }
    return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
  }

  /** One object, a field a line; nested ones with dotted names. */
  public static String fieldsOf(JsonNode object) {
    List<List<String>> rows = new ArrayList<>();
    flatten("", object, rows);
    int width = rows.stream().mapToInt(row -> row.get(0).length()).max().orElse(0);
    return rows.stream().map(row -> line(row, List.of(width, 0))).collect(Collectors.joining("\n"));
  }

  private static void flatten(String prefix, JsonNode object, List<List<String>> rows) {
    object
        .properties()
        .forEach(
            field -> {
              String name = prefix + field.getKey();
              if (field.getValue().isObject() && !field.getValue().isEmpty()) {
                flatten(name + ".", field.getValue(), rows);
              } else {
                rows.add(List.of(name, text(field.getValue())));
              }
            });
  }

  private static JsonNode at(JsonNode item, String field) {
    return item.at("/" + field.replace('.', '/'));
  }

  private static String header(String field) {
    return field.substring(field.lastIndexOf('.') + 1).replace('_', ' ');
  }

  private static String cell(JsonNode value) {
    String text = text(value);
    String line = text.lines().findFirst().orElse("");
    if (line.length() == text.length() && line.length() <= WIDEST_CELL) {
      return line;
    }
    return line.substring(0, Math.min(line.length(), WIDEST_CELL - 1)) + "…";
  }

  private static String text(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "-";
    }
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(Table::text)
          .collect(Collectors.joining(", "));
    }
    return value.isContainerNode() ? value.toString() : value.asText();
  }

  private static String line(List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      if (column > 0) {
        line.append("  ");
      }
      line.append(cells.get(column));
      line.append(" ".repeat(Math.max(0, widths.get(column) - cells.get(column).length())));
    }
    return line.toString().stripTrailing();
  }
}
