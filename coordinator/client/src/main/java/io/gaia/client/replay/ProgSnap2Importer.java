package io.gaia.client.replay;

import io.gaia.schemas.event.MetricType;
import io.gaia.schemas.event.UsabilityMetric;
import java.io.IOException;
import java.io.Reader;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * ProgSnap2's MainTable.csv. Submit is an attempt (Score when the table has it, else 1 for Correct
 * = TRUE; Correct = NA leaves it open), X-HintRequest a hint request, Compile.Error an error,
 * Session.Start focus and Session.End blur; other event types are skipped and counted.
 *
 * <p>Rows are ordered by time, then by Order. Where the time is whole minutes, the rows of a
 * student in one minute are spread evenly over it: equal times would look like guessing at speed.
 */
final class ProgSnap2Importer implements LogImporter {

  private static final List<String> REQUIRED =
      List.of("EventType", "SubjectID", "ServerTimestamp", "ProblemID");
  private static final Map<String, MetricType> TYPES =
      Map.of(
          "Submit", MetricType.ATTEMPT,
          "X-HintRequest", MetricType.HINT_REQUEST,
          "Compile.Error", MetricType.ERROR,
          "Session.Start", MetricType.FOCUS,
          "Session.End", MetricType.BLUR);
  private static final String DEFAULT_APP = "programming";

  private record OrderedRow(long order, MetricRow row) {}

  @Override
  public void read(Reader log, String school, ImportedRows rows) throws IOException {
    List<OrderedRow> read = new ArrayList<>();
    CSVFormat format =
        CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).setTrim(true).get();
    try (CSVParser parser = CSVParser.parse(log, format)) {
      for (String column : REQUIRED) {
        if (!parser.getHeaderMap().containsKey(column)) {
          throw new UnreadableLogException(
              "progsnap2 takes a header with the columns " + String.join(", ", REQUIRED));
        }
      }
      for (CSVRecord record : parser) {
        row(record, parser.getCurrentLineNumber(), school, rows).ifPresent(read::add);
      }
    } catch (IllegalArgumentException | java.io.UncheckedIOException e) {
      throw new UnreadableLogException("not CSV: " + e.getMessage());
    }
    read.sort(
        Comparator.comparing((OrderedRow row) -> row.row().timestamp())
            .thenComparingLong(OrderedRow::order));
    spreadOverMinutes(read).forEach(rows::add);
  }

  private static Optional<OrderedRow> row(
      CSVRecord record, long line, String school, ImportedRows rows) {
    String eventType = field(record, "EventType");
    Optional<Instant> timestamp = timestamp(field(record, "ServerTimestamp"));
    String correct = field(record, "Correct");
    Optional<Double> score = Numbers.inUnitInterval(field(record, "Score"));
    if (!TYPES.containsKey(eventType)) {
      if (eventType.isEmpty()) {
        rows.bad(line, "EventType is empty; takes one such as Submit");
      } else {
        rows.skip(eventType);
      }
      return Optional.empty();
    }
    if (field(record, "SubjectID").isEmpty()) {
      rows.bad(line, "SubjectID is empty; takes a pseudonym");
    } else if (timestamp.isEmpty()) {
      rows.bad(
          line,
          "ServerTimestamp '%s' takes a time such as 2016-02-05T19:46:00"
              .formatted(field(record, "ServerTimestamp")));
    } else if (!List.of("", "TRUE", "FALSE", "NA").contains(correct.toUpperCase(Locale.ROOT))) {
      rows.bad(line, "Correct '" + correct + "' takes TRUE, FALSE or NA");
    } else {
      MetricType type = TYPES.get(eventType);
      Optional<Boolean> solved = solved(type, correct, score);
      return Optional.of(
          new OrderedRow(
              order(record, line),
              new MetricRow(
                  eventId(record, line),
                  school + "-" + field(record, "SubjectID"),
                  app(record),
                  type,
                  value(type, solved, score),
                  timestamp.get(),
                  Optional.of(field(record, "AssignmentID")).filter(id -> !id.isEmpty()),
                  Optional.of(field(record, "ProblemID")).filter(id -> !id.isEmpty()),
                  solved,
                  Optional.empty())));
    }
    return Optional.empty();
  }

  private static Optional<Boolean> solved(MetricType type, String correct, Optional<Double> score) {
    if (type != MetricType.ATTEMPT) {
      return Optional.empty();
    }
    return switch (correct.toUpperCase(Locale.ROOT)) {
      case "TRUE" -> Optional.of(true);
      case "FALSE" -> Optional.of(false);
      default -> score.map(value -> value == 1.0);
    };
  }

  private static double value(MetricType type, Optional<Boolean> solved, Optional<Double> score) {
    if (type != MetricType.ATTEMPT) {
      return 1;
    }
    return score.orElse(solved.orElse(false) ? 1.0 : 0.0);
  }

  private static List<UsabilityMetric> spreadOverMinutes(List<OrderedRow> sorted) {
    boolean wholeMinutes =
        sorted.stream()
            .map(row -> row.row().timestamp())
            .allMatch(at -> at.equals(at.truncatedTo(ChronoUnit.MINUTES)));
    Map<String, Integer> rowsInMinute = new LinkedHashMap<>();
    sorted.forEach(row -> rowsInMinute.merge(minute(row), 1, Integer::sum));
    Map<String, Integer> seen = new LinkedHashMap<>();
    List<UsabilityMetric> spread = new ArrayList<>();
    for (OrderedRow row : sorted) {
      UsabilityMetric metric = row.row().toMetric();
      if (wholeMinutes) {
        int position = seen.merge(minute(row), 1, Integer::sum) - 1;
        Duration later =
            Duration.ofMinutes(1).multipliedBy(position).dividedBy(rowsInMinute.get(minute(row)));
        metric =
            (UsabilityMetric)
                EventChanges.withRun(
                    metric, metric.eventId(), metric.sessionId(), metric.timestamp().plus(later));
      }
      spread.add(metric);
    }
    return spread;
  }

  private static String minute(OrderedRow row) {
    return row.row().studentId() + "@" + row.row().timestamp();
  }

  private static String field(CSVRecord record, String column) {
    return record.isMapped(column) && record.isSet(column) ? record.get(column) : "";
  }

  private static long order(CSVRecord record, long line) {
    try {
      return Long.parseLong(field(record, "Order"));
    } catch (NumberFormatException e) {
      return line;
    }
  }

  private static String eventId(CSVRecord record, long line) {
    String id = field(record, "EventID");
    return id.isEmpty() ? "r%06d".formatted(line) : id;
  }

  private static String app(CSVRecord record) {
    // ToolInstances lists tool and language: "ITAP; Python"
    String tool = field(record, "ToolInstances").split(";", 2)[0].strip();
    return tool.isEmpty() ? DEFAULT_APP : tool.toLowerCase(Locale.ROOT);
  }

  private static Optional<Instant> timestamp(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return localTimestamp(text);
    }
  }

  private static Optional<Instant> localTimestamp(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
