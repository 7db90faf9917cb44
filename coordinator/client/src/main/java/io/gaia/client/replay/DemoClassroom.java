package io.gaia.client.replay;

import io.gaia.schemas.event.MetricType;
import io.gaia.schemas.event.StudentEvent;
import io.gaia.schemas.event.UsabilityMetric;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which class of a log is worth looking at first. */
public final class DemoClassroom {

  private static final Duration LOOK_AT = Duration.ofHours(1);

  private DemoClassroom() {}

  /**
   * The class with the most failed attempts and errors in the first hour of activity (long pauses
   * not counted); of equals the first by id. Without any trouble in that hour, the class with the
   * most events; empty if no event has a classroom.
   *
   * @param events in time order
   */
  public static Optional<String> of(List<StudentEvent> events) {
    Map<String, Integer> trouble = new TreeMap<>();
    Map<String, Integer> activity = new TreeMap<>();
    Duration active = Duration.ZERO;
    Instant before = events.isEmpty() ? Instant.EPOCH : events.get(0).timestamp();
    for (StudentEvent event : events) {
      Duration gap = Duration.between(before, event.timestamp());
      active = gap.compareTo(Recording.LONG_PAUSE) > 0 ? active : active.plus(gap);
      before = event.timestamp();
      event.classroomId().ifPresent(id -> activity.merge(id, 1, Integer::sum));
      if (active.compareTo(LOOK_AT) <= 0 && isTrouble(event)) {
        event.classroomId().ifPresent(id -> trouble.merge(id, 1, Integer::sum));
      }
    }
    return most(trouble).or(() -> most(activity));
  }

  private static boolean isTrouble(StudentEvent event) {
    return event instanceof UsabilityMetric metric
        && (metric.metricType().equals(MetricType.ERROR.wireName())
            || (metric.metricType().equals(MetricType.ATTEMPT.wireName())
                && !metric.correct().orElse(true)));
  }

  private static Optional<String> most(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .reduce((best, next) -> next.getValue() > best.getValue() ? next : best)
        .map(Map.Entry::getKey);
  }
}
