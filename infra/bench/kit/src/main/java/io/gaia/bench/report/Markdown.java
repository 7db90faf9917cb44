package io.gaia.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A report for the docs. */
public final class Markdown {
  private static final String BEGIN = "<!-- %s: begin -->";
  private static final String END = "<!-- %s: end -->";

  private Markdown() {}

  public static String of(Report report) {
    StringBuilder text = new StringBuilder();
    text.append("`%s`, %s%n".formatted(report.command(), report.at()));
    list(text, report.machine());
    list(text, report.subjects());
    for (Section section : report.sections()) {
      text.append("%n### %s%n%n%s%n%n".formatted(section.title(), section.explanation()));
      table(text, section.table());
      if (!section.remarks().isEmpty()) {
        text.append(System.lineSeparator());
        section.remarks().forEach(remark -> text.append("- %s%n".formatted(remark)));
      }
    }
    return text.toString();
  }

  private static void list(StringBuilder text, Map<String, String> facts) {
    text.append(System.lineSeparator());
    facts.forEach((name, value) -> text.append("- %s: %s%n".formatted(name, value)));
  }

  private static void table(StringBuilder text, Table table) {
    row(text, table.columns());
    text.append("|---|").append("---:|".repeat(table.columns().size() - 1)).append("\n");
    table.rows().forEach(row -> row(text, row));
  }

  private static void row(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  /**
   * Writes the file, or what stands between its two marks when it has them.
   *
   * @param benchmark whose marks
   */
  public static void write(Report report, String benchmark, Path file) throws IOException {
    String whole = Files.exists(file) ? Files.readString(file) : "";
    Files.writeString(file, placed(of(report), benchmark, whole));
  }

  static String placed(String text, String benchmark, String whole) {
    String beginMark = BEGIN.formatted(benchmark);
    int begin = whole.indexOf(beginMark);
    int end = whole.indexOf(END.formatted(benchmark));
    return begin >= 0 && end > begin
        ? whole.substring(0, begin + beginMark.length())
            + "\n\n"
            + text
            + "\n"
            + whole.substring(end)
        : text;
  }
}
