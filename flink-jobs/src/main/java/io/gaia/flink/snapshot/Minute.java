package io.gaia.flink.snapshot;

import java.util.HashMap;
import java.util.Map;

/** What happened in one minute of a class in an app: Flink state, so fields may only be added. */
public final class Minute {
  /** Epoch milliseconds. */
  public long start;

  public Map<String, Long> eventsByType = new HashMap<>();
  public Map<String, Long> eventsByStudent = new HashMap<>();
  public long failures;
  public long ratings;
  public double ratingSum;

  /** Since it was told last. */
  public boolean changed;

  static Minute startingAt(long start) {
    Minute minute = new Minute();
    minute.start = start;
    return minute;
  }

  void add(ClassSignal signal) {
    eventsByStudent.merge(signal.studentId(), 1L, Long::sum);
    if (signal.kind() == ClassSignal.Kind.RATING) {
      ratings++;
      ratingSum += signal.value();
    } else {
      eventsByType.merge(signal.metricType(), 1L, Long::sum);
      failures += signal.failed() ? 1 : 0;
    }
    changed = true;
  }

  long count(String metricType) {
    return eventsByType.getOrDefault(metricType, 0L);
  }
}
