package io.gaia.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTextTest {
  private static final Report REPORT =
      new Report(
          Instant.parse("2026-11-26T15:00:00Z"),
          "infra/bench/run coordination",
          Map.of("machine", "2 cores"),
          Map.of("Redis", "7.0"),
          List.of(
              new Section(
                  "Locks",
                  "Each client takes one.",
                  new Table(
                      List.of("locks", "1/s"),
                      List.of(List.of("Gaia", "1,000"), List.of("Z", "9"))),
                  List.of("Fair."),
                  List.of())));

  @Test
  void columnsStandUnderEachOther() {
    assertThat(PlainText.of(REPORT))
        .contains("  locks    1/s\n  Gaia   1,000\n  Z          9\n")
        .contains("machine: 2 cores")
        .contains("2026-11-26T15:00:00Z");
  }

  @Test
  void markdownHasDateCommandMachineAndTable() {
    assertThat(Markdown.of(REPORT))
        .contains("`infra/bench/run coordination`, 2026-11-26T15:00:00Z")
        .contains("- machine: 2 cores")
        .contains("### Locks")
        .contains("| locks | 1/s |\n|---|---:|\n| Gaia | 1,000 |\n")
        .contains("- Fair.");
  }

  @Test
  void markdownReplacesWhatStandsBetweenTheMarks() {
    String begin = "<!-- ours: begin -->";
    String end = "<!-- ours: end -->";
    String another = "<!-- theirs: begin -->\nkept\n<!-- theirs: end -->\n";
    String whole = another + begin + "\nold\n" + end + "\nafter\n";

    String placed = Markdown.placed("new\n", "ours", whole);

    assertThat(placed)
        .startsWith(another + begin)
        .contains("new")
        .doesNotContain("old")
        .endsWith(end + "\nafter\n");
    assertThat(Markdown.placed("new\n", "ours", placed)).isEqualTo(placed);
  }

  @Test
  void aFileWithoutMarksIsTheTableAlone() {
    assertThat(Markdown.placed("new\n", "ours", "something else")).isEqualTo("new\n");
  }

  @Test
  void aRowThatDoesNotFitIsABug() {
    assertThatThrownBy(() -> new Table(List.of("a", "b"), List.of(List.of("1"))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
