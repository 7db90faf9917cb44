package io.gaia.bench.report;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A report for the terminal. */
public final class PlainText {
  private PlainText() {}

  public static String of(Report report) {
    StringBuilder text = new StringBuilder();
    text.append("%n%s%n%s%n".formatted(report.command(), report.at()));
    facts(text, report.machine());
    facts(text, report.subjects());
    for (Section section : report.sections()) {
      text.append("%n%s%n".formatted(section.title()));
      text.append("%s%n%n".formatted(section.explanation()));
      table(text, section.table());
      section.remarks().forEach(remark -> text.append("  %s%n".formatted(remark)));
    }
    return text.toString();
  }

  private static void facts(StringBuilder text, Map<String, String> facts) {
    facts.forEach((name, value) -> text.append("  %s: %s%n".formatted(name, value)));
  }

  static void table(StringBuilder text, Table table) {
    List<Integer> widths =
        IntStream.range(0, table.columns().size()).mapToObj(i -> width(table, i)).toList();
    row(text, table.columns(), widths);
    table.rows().forEach(row -> row(text, row, widths));
  }

  private static int width(Table table, int column) {
    int widest = table.rows().stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    return Math.max(widest, table.columns().get(column).length());
  }

  /** The first column to the left, numbers to the right. */
  private static void row(StringBuilder text, List<String> cells, List<Integer> widths) {
    for (int i = 0; i < cells.size(); i++) {
      String pad = " ".repeat(widths.get(i) - cells.get(i).length());
      text.append("  ").append(i == 0 ? cells.get(i) + pad : pad + cells.get(i));
    }
    text.append(System.lineSeparator());
  }
}
