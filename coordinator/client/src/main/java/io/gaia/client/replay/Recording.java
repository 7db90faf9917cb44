package io.gaia.client.replay;

import io.gaia.schemas.event.StudentEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A log as student events, in time order.
 *
 * <p>Students without a classroom are put into classes of {@value #CLASS_SIZE} by sorted id, named
 * {@code SCHOOL-c01} and on. A session without a name ends with a pause of more than 30 minutes.
 *
 * @param school prefix of students' and classes' ids
 * @param events at least one
 * @param badRows what was wrong with rows; the first 1,000 of {@code badCount}
 * @param skipped rows by type that tell nothing about trouble
 */
public record Recording(
    String school,
    LogFormat format,
    List<StudentEvent> events,
    List<BadRow> badRows,
    int badCount,
    Map<String, Integer> skipped) {

  public static final int CLASS_SIZE = 27;

  /** A longer pause is not waited for, and ends a session. */
  public static final Duration LONG_PAUSE = Duration.ofMinutes(30);

  static final String SESSION_TO_BE_FOUND = "";

  public Recording {
    events = List.copyOf(events);
    badRows = List.copyOf(badRows);
    skipped = Map.copyOf(skipped);
  }

  /** Reads a log whose format is told by its header, named by its folder or file. */
  public static Recording read(Path file) throws IOException {
    return read(file, Optional.empty(), Optional.empty());
  }

  /**
   * @param format absent: told by how the file begins
   * @param school absent: the folder's name for tables that come in a folder of their own, else the
   *     file's
   * @throws UnreadableLogException if the file gives no event
   */
  public static Recording read(Path file, Optional<LogFormat> format, Optional<String> school)
      throws IOException {
    LogFormat shape = format.isPresent() ? format.get() : guess(file);
    String name = school.orElseGet(() -> schoolName(file, shape));
    ImportedRows rows = new ImportedRows(file.toString());
    try (BufferedReader log = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      shape.importer().read(log, name, rows);
    } catch (UnreadableLogException e) {
      throw new UnreadableLogException(file + ": " + e.getMessage());
    } catch (MalformedInputException e) {
      throw new UnreadableLogException(file + ": takes UTF-8 text");
    }
    if (rows.events().isEmpty()) {
      throw new UnreadableLogException(nothingGood(file, shape, rows));
    }
    List<StudentEvent> events = new ArrayList<>(rows.events());
    // a stable sort: equal times keep the order of the importer
    events.sort(Comparator.comparing(StudentEvent::timestamp));
    return new Recording(
        name,
        shape,
        withSessions(withClassrooms(events, name, shape)),
        rows.badRows(),
        rows.badCount(),
        rows.skipped());
  }

  /** The events in {@code [from, until)}. */
  public Recording between(Instant from, Instant until) throws UnreadableLogException {
    List<StudentEvent> within =
        events.stream()
            .filter(event -> !event.timestamp().isBefore(from) && event.timestamp().isBefore(until))
            .toList();
    if (within.isEmpty()) {
      throw new UnreadableLogException(
          "no event between %s and %s; the log goes from %s to %s"
              .formatted(from, until, start(), end()));
    }
    return new Recording(school, format, within, badRows, badCount, skipped);
  }

  public Instant start() {
    return events.get(0).timestamp();
  }

  public Instant end() {
    return events.get(events.size() - 1).timestamp();
  }

  private static LogFormat guess(Path file) throws IOException {
    try {
      return LogFormat.guess(file)
          .orElseThrow(
              () ->
                  new UnreadableLogException(
                      file + ": unknown header; say --format, one of " + LogFormat.wireNames()));
    } catch (MalformedInputException e) {
      throw new UnreadableLogException(file + ": takes UTF-8 text");
    }
  }

  private static String nothingGood(Path file, LogFormat shape, ImportedRows rows) {
    String why =
        rows.badRows().isEmpty()
            ? rows.skipped().isEmpty() ? "it is empty" : "only " + rows.skipped().keySet()
            : "first: " + rows.badRows().get(0);
    return "%s: no row is a %s event (%d bad rows); %s"
        .formatted(file, shape.wireName(), rows.badCount(), why);
  }

  private static String schoolName(Path file, LogFormat shape) {
    Path absolute = file.toAbsolutePath().normalize();
    boolean inFolderOfItsOwn = shape == LogFormat.PROGSNAP2 || shape == LogFormat.EXAM_TSV;
    Path named = inFolderOfItsOwn && absolute.getNameCount() > 1 ? absolute.getParent() : absolute;
    String name = named.getFileName().toString();
    int dot = inFolderOfItsOwn ? -1 : name.indexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    return stem.replaceAll("[^A-Za-z0-9._-]", "-");
  }

  private static List<StudentEvent> withClassrooms(
      List<StudentEvent> events, String school, LogFormat shape) {
    if (shape == LogFormat.METRICS) {
      // absent means: the roster knows
      return events;
    }
    TreeSet<String> students = new TreeSet<>(new NaturalOrder());
    events.stream()
        .filter(event -> event.classroomId().isEmpty())
        .forEach(event -> students.add(event.studentId()));
    Map<String, String> classroomOf = new HashMap<>();
    for (String student : students) {
      int number = classroomOf.size() / CLASS_SIZE + 1;
      classroomOf.put(student, "%s-c%02d".formatted(school, number));
    }
    return events.stream()
        .map(
            event ->
                event.classroomId().isPresent()
                    ? event
                    : EventChanges.withClassroom(event, classroomOf.get(event.studentId())))
        .toList();
  }

  private static List<StudentEvent> withSessions(List<StudentEvent> events) {
    Map<String, Integer> sessions = new HashMap<>();
    Map<String, Instant> lastSeen = new HashMap<>();
    List<StudentEvent> named = new ArrayList<>(events.size());
    for (StudentEvent event : events) {
      if (!event.sessionId().equals(SESSION_TO_BE_FOUND)) {
        named.add(event);
        continue;
      }
      Instant before = lastSeen.put(event.studentId(), event.timestamp());
      boolean newSession =
          before == null || Duration.between(before, event.timestamp()).compareTo(LONG_PAUSE) > 0;
      int number = sessions.merge(event.studentId(), newSession ? 1 : 0, Integer::sum);
      named.add(EventChanges.withSession(event, event.studentId() + "-" + number));
    }
    return named;
  }
}
