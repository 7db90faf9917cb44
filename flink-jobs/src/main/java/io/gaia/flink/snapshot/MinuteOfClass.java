package io.gaia.flink.snapshot;

import io.gaia.schemas.event.ClassroomSnapshot;
import io.gaia.schemas.event.MetricType;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/** Draws the snapshot of a minute. Pure. */
final class MinuteOfClass {
  static final long MINUTE_MS = 60_000;

  /** A student counts in a class for this long after the last event. */
  static final long PRESENT_MS = 30 * MINUTE_MS;

  private MinuteOfClass() {}

  static ClassroomSnapshot snapshot(ClassKey key, Minute minute, Iterable<Presence> students) {
    long end = minute.start + MINUTE_MS;
    int present = 0;
    int struggling = 0;
    double frustrationSum = 0;
    double worst = 0;
    for (Presence student : students) {
      if (student.firstAt < end && student.lastAt >= end - PRESENT_MS) {
        present++;
        Optional<Presence.Score> score = student.scoreBefore(end);
        double value = score.map(Presence.Score::value).orElse(0.0);
        frustrationSum += value;
        worst = Math.max(worst, value);
        struggling += score.map(Presence.Score::struggling).orElse(false) ? 1 : 0;
      }
    }
    int active = minute.eventsByStudent.size();
    double frustration = share(frustrationSum, present);
    double errorRate = share(minute.failures, active);
    Optional<Double> satisfaction =
        minute.ratings == 0 ? Optional.empty() : Optional.of(minute.ratingSum / minute.ratings);
    return new ClassroomSnapshot(
        key.classroomId(),
        key.appName(),
        Instant.ofEpochMilli(minute.start),
        Instant.ofEpochMilli(end),
        present,
        active,
        struggling,
        rounded(frustration),
        rounded(worst),
        rounded(errorRate),
        rounded(backspaceRate(minute)),
        satisfaction.map(MinuteOfClass::rounded),
        rounded(HealthScore.of(present, active, struggling, frustration, errorRate, satisfaction)),
        new TreeMap<>(minute.eventsByType));
  }

  /** An app may count more backspaces than keys; the rate says "all of them" then. */
  private static double backspaceRate(Minute minute) {
    long backspaces = minute.count(MetricType.BACKSPACE.wireName());
    long keys = Math.max(backspaces, minute.count(MetricType.KEYPRESS.wireName()));
    return share(backspaces, keys);
  }

  private static double share(double part, long whole) {
    return whole == 0 ? 0 : part / whole;
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }

  /** When the minute began that a time belongs to. */
  static long startOf(long at) {
    return Math.floorDiv(at, MINUTE_MS) * MINUTE_MS;
  }
}
