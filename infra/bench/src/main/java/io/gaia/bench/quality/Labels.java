package io.gaia.bench.quality;

import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.ObservationKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of each student on each item. Stuck, seen from one attempt: the item is never solved
 * after it, or only after five or more further failed attempts or hints.
 */
final class Labels {
  private static final int MANY = 5;

  private final Map<String, List<Observation>> byVisit = new HashMap<>();

  Labels(List<Observation> events) {
    for (Observation event : events) {
      if (isAttempt(event) || event.kind() == ObservationKind.HINT_REQUEST) {
        byVisit.computeIfAbsent(visit(event), absent -> new ArrayList<>()).add(event);
      }
    }
  }

  static boolean isAttempt(Observation event) {
    return event.kind() == ObservationKind.ATTEMPT && !event.itemId().isEmpty();
  }

  static String visit(Observation event) {
    return event.studentId() + '\u0000' + event.itemId();
  }

  /** Empty when the item was solved before: nothing is left to be stuck on. */
  Optional<Boolean> isStuckAfter(Observation attempt) {
    List<Observation> visit = byVisit.get(visit(attempt));
    int now = visit.indexOf(attempt);
    for (Observation before : visit.subList(0, now)) {
      if (isSolved(before)) {
        return Optional.empty();
      }
    }
    int failures = 0;
    for (Observation after : visit.subList(now + 1, visit.size())) {
      if (isSolved(after)) {
        return Optional.of(failures >= MANY);
      }
      failures++;
    }
    return Optional.of(true);
  }

  private static boolean isSolved(Observation event) {
    return isAttempt(event) && event.success();
  }
}
