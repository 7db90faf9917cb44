package io.gaia.client.replay;

import io.gaia.schemas.event.MetricType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Submissions of a computer-marked exam: curr_time (ms since start), id, question
 * (qCATEGORY_VARIANT), score (0 to 1). Each row is an attempt at the variant, in the lesson of its
 * category; time counts from the epoch.
 *
 * <p>How long an attempt took is the time since the same student's row before, on whatever question
 * it was: students go to and fro between questions, and are not at work on all of them at once.
 */
final class ExamTsvImporter implements LogImporter {

  private static final List<String> HEADER = List.of("curr_time", "id", "question", "score");
  private static final Pattern QUESTION = Pattern.compile("(q\\d+)_\\d+");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,15}");
  private static final String APP = "exam";

  @Override
  public void read(Reader log, String school, ImportedRows rows) throws IOException {
    BufferedReader lines = new BufferedReader(log);
    String header = lines.readLine();
    if (header == null || !List.of(header.split("\t", -1)).equals(HEADER)) {
      throw new UnreadableLogException(
          "exam-tsv takes the header line " + String.join("<tab>", HEADER));
    }
    List<MetricRow> read = new ArrayList<>();
    long number = 1;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (!line.isBlank()) {
        row(line, number, school, rows).ifPresent(read::add);
      }
    }
    read.sort(Comparator.comparing(MetricRow::timestamp));
    Map<String, Instant> before = new HashMap<>();
    for (MetricRow row : read) {
      Optional<Instant> last = Optional.ofNullable(before.put(row.studentId(), row.timestamp()));
      Optional<Duration> took =
          last.map(at -> Duration.between(at, row.timestamp()))
              .filter(time -> time.compareTo(Recording.LONG_PAUSE) <= 0);
      rows.add(row.thatTook(took).toMetric());
    }
  }

  private static Optional<MetricRow> row(
      String line, long number, String school, ImportedRows rows) {
    String[] fields = line.split("\t", -1);
    if (fields.length != HEADER.size()) {
      rows.bad(number, fields.length + " fields; takes 4: " + String.join(", ", HEADER));
      return Optional.empty();
    }
    Matcher question = QUESTION.matcher(fields[2]);
    Optional<Double> score = Numbers.inUnitInterval(fields[3]);
    if (!WHOLE_NUMBER.matcher(fields[0]).matches()) {
      rows.bad(number, "curr_time '" + fields[0] + "' takes milliseconds since the start");
    } else if (!WHOLE_NUMBER.matcher(fields[1]).matches()) {
      rows.bad(number, "id '" + fields[1] + "' takes a whole number");
    } else if (!question.matches()) {
      rows.bad(number, "question '" + fields[2] + "' takes qCATEGORY_VARIANT, such as q14_6");
    } else if (score.isEmpty()) {
      rows.bad(number, "score '" + fields[3] + "' takes a number from 0 to 1");
    } else {
      return Optional.of(
          new MetricRow(
              "r%06d".formatted(number),
              "%s-s%04d".formatted(school, Long.parseLong(fields[1])),
              APP,
              MetricType.ATTEMPT,
              score.get(),
              Instant.ofEpochMilli(Long.parseLong(fields[0])),
              Optional.of(question.group(1)),
              Optional.of(fields[2]),
              Optional.of(score.get() == 1.0),
              Optional.empty()));
    }
    return Optional.empty();
  }
}
