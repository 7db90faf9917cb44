package io.gaia.flink.detection.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The table of signals that people read is the one that runs. */
class SignalTableTest {
  private static final Path DOCUMENT = Path.of("../docs/an-event.md");
  private static final String HEADER = "| signal | window | watch | act | weight | source |";

  @Test
  void theDocumentedTableIsTheOneThatRuns() throws IOException {
    List<String> documented = new ArrayList<>();
    List<String> lines = Files.readAllLines(DOCUMENT);
    int at = lines.indexOf(HEADER) + 2;
    assertThat(at).as("%s has the line %s", DOCUMENT, HEADER).isGreaterThan(1);
    for (String line = lines.get(at); line.startsWith("|"); line = lines.get(++at)) {
      String[] cells = line.substring(1).split("\\|", -1);
      assertThat(cells[5]).as("source of %s", line).isNotBlank();
      String signal = cells[0].split(":", 2)[0].strip();
      documented.add(
          "%s %s %s %s %s"
              .formatted(
                  signal, cells[1].strip(), cells[2].strip(), cells[3].strip(), cells[4].strip()));
    }
    List<String> running =
        DetectionDefaults.RULES.stream()
            .map(
                rule ->
                    "%s %s %s %s %s"
                        .formatted(
                            rule.signal().wireName(),
                            window(rule),
                            number(rule.watch()),
                            number(rule.act()),
                            rule.weight()))
            .toList();
    assertThat(documented).isEqualTo(running);
  }

  private static String window(SignalRule rule) {
    if (rule.windowMillis() == 0) {
      return rule.signal() == Signal.IDLE ? "silence" : "item";
    }
    long seconds = rule.windowMillis() / 1000;
    return seconds > 300 ? seconds / 60 + " min" : seconds + " s";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}
