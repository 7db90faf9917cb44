package io.gaia.client.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The shapes of logs that can be replayed. */
public enum LogFormat {
  /** ProgSnap2's MainTable.csv. */
  PROGSNAP2(new ProgSnap2Importer()),
  /** Tab separated: curr_time (ms since start), id, question, score. */
  EXAM_TSV(new ExamTsvImporter()),
  /** xAPI statements, one a line or as one JSON array. */
  XAPI(new XapiImporter()),
  /** Gaia's own metrics and ratings, one a line or as one JSON array. */
  METRICS(new MetricsImporter());

  private static final int HEADER_CHARACTERS = 8_192;

  private final LogImporter importer;

  LogFormat(LogImporter importer) {
    this.importer = importer;
  }

  LogImporter importer() {
    return importer;
  }

  /** The name on the command line, such as {@code exam-tsv}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<LogFormat> byWireName(String name) {
    return Arrays.stream(values()).filter(format -> format.wireName().equals(name)).findFirst();
  }

  /** All names, for help and errors. */
  public static String wireNames() {
    return Arrays.stream(values()).map(LogFormat::wireName).collect(Collectors.joining(", "));
  }

  /** Tells the format by how the file begins. */
  public static Optional<LogFormat> guess(Path file) throws IOException {
    String start;
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      char[] buffer = new char[HEADER_CHARACTERS];
      int length = Math.max(0, reader.read(buffer));
      start = new String(buffer, 0, length);
    }
    String text = start.startsWith("\uFEFF") ? start.substring(1) : start;
    String header = text.lines().findFirst().orElse("");
    if (text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[")) {
      return Optional.of(text.contains("\"actor\"") && text.contains("\"verb\"") ? XAPI : METRICS);
    }
    if (header.contains("EventType") && header.contains("SubjectID")) {
      return Optional.of(PROGSNAP2);
    }
    return header.startsWith("curr_time\t") ? Optional.of(EXAM_TSV) : Optional.empty();
  }
}
