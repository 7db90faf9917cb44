package io.gaia.bench.quality.truth;

import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.ObservationKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The truth of a log: what became of each student on each item. Stuck, seen from a failed attempt:
 * the item is never solved after it, or only after five or more further failed attempts or hints.
 * Judged at the second, third, fifth and eighth failed attempt.
 */
public final class LoggedOutcome implements Truth {
  private static final List<Integer> JUDGED_AT = List.of(2, 3, 5, 8);
  private static final int MANY = 5;

  private final Map<String, Verdict> byEvent = new HashMap<>();
  private final List<Struggle> struggles = new ArrayList<>();

  /**
   * @param events in time order
   */
  public LoggedOutcome(List<Observation> events) {
    Map<List<String>, List<Observation>> visits = new LinkedHashMap<>();
    for (Observation event : events) {
      if (isAttempt(event) || event.kind() == ObservationKind.HINT_REQUEST) {
        visits
            .computeIfAbsent(
                List.of(event.studentId(), event.itemId()), absent -> new ArrayList<>())
            .add(event);
      }
    }
    visits.values().forEach(this::judge);
  }

  /** Until the item is solved: later failures are no trouble with it. */
  private void judge(List<Observation> visit) {
    int failures = 0;
    long since = 0;
    for (int i = 0; i < visit.size(); i++) {
      Observation event = visit.get(i);
      if (isSolved(event)) {
        return;
      }
      if (!isAttempt(event)) {
        continue;
      }
      failures++;
      since = failures == 1 ? event.at() : since;
      if (JUDGED_AT.contains(failures)) {
        List<Observation> after = visit.subList(i + 1, visit.size());
        boolean stuck = isStuck(after);
        byEvent.put(event.eventId(), new Verdict(group(failures), stuck));
        if (stuck && failures == JUDGED_AT.get(0)) {
          long evidentAt = evidentAt(event, after);
          struggles.add(
              new Struggle(
                  event.studentId(), event.itemId(), "stuck", since, evidentAt, solvedAt(after)));
        }
      }
    }
  }

  private static boolean isStuck(List<Observation> after) {
    for (int further = 0; further < after.size(); further++) {
      if (isSolved(after.get(further))) {
        return further >= MANY;
      }
    }
    return true;
  }

  private static long solvedAt(List<Observation> after) {
    return after.stream()
        .filter(LoggedOutcome::isSolved)
        .findFirst()
        .map(Observation::at)
        .orElse(Long.MAX_VALUE);
  }

  /** The fifth further failure or hint, else the last that was seen of the student there. */
  private static long evidentAt(Observation attempt, List<Observation> after) {
    if (after.isEmpty()) {
      return attempt.at();
    }
    return after.get(Math.min(MANY, after.size()) - 1).at();
  }

  private static boolean isAttempt(Observation event) {
    return event.kind() == ObservationKind.ATTEMPT && !event.itemId().isEmpty();
  }

  private static boolean isSolved(Observation event) {
    return isAttempt(event) && event.success();
  }

  private static String group(int failures) {
    return "at failure " + failures;
  }

  @Override
  public String question() {
    return "Stuck: the item is never solved after this failed attempt, or only after five or more"
        + " further failed attempts or hints.";
  }

  @Override
  public List<String> groups() {
    return JUDGED_AT.stream().map(LoggedOutcome::group).toList();
  }

  @Override
  public String mainGroup() {
    return group(3);
  }

  @Override
  public Optional<Verdict> at(String studentId, Optional<String> eventId, long at) {
    return eventId.map(byEvent::get);
  }

  @Override
  public List<Struggle> struggles() {
    return List.copyOf(struggles);
  }
}
