package io.gaia.client.replay;

import io.gaia.schemas.event.StudentEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes what an importer reads, row by row. */
final class ImportedRows {

  /** Bad rows kept with their reason; beyond that they are only counted. */
  private static final int BAD_ROWS_KEPT = 1_000;

  private final String file;
  private final List<StudentEvent> events = new ArrayList<>();
  private final List<BadRow> bad = new ArrayList<>();
  private final Map<String, Integer> skipped = new TreeMap<>();
  private int badCount;

  ImportedRows(String file) {
    this.file = file;
  }

  void add(StudentEvent event) {
    events.add(event);
  }

  void bad(long line, String problem) {
    badCount++;
    if (bad.size() < BAD_ROWS_KEPT) {
      bad.add(new BadRow(file, line, problem));
    }
  }

  /** A row that is right, of a type that tells nothing about trouble. */
  void skip(String type) {
    skipped.merge(type, 1, Integer::sum);
  }

  List<StudentEvent> events() {
    return events;
  }

  List<BadRow> badRows() {
    return bad;
  }

  int badCount() {
    return badCount;
  }

  Map<String, Integer> skipped() {
    return skipped;
  }
}
