package io.gaia.flink.detection;

import java.time.Instant;
import java.util.Locale;

/** Classes as they are recorded, made by hand. */
final class Lesson {
  static final Instant BEGINNING = Instant.parse("2026-03-02T09:00:00Z");

  private final ListSources recording = new ListSources();

  ListSources recording() {
    return recording;
  }

  /** What a student of class c-1 does, so many seconds after the beginning. */
  Lesson metric(String student, String type, double seconds, String more) {
    long at = BEGINNING.toEpochMilli() + (long) (seconds * 1000);
    recording.event(
        at,
        String.format(
            Locale.ROOT,
            """
            {"event_id":"%s-%s-%d","student_id":"%s","app_name":"fractions","session_id":"s",
             "metric_type":"%s","metric_value":1,"timestamp":"%s","classroom_id":"c-1"%s}\
            """,
            student,
            type,
            at,
            student,
            type,
            Instant.ofEpochMilli(at),
            more));
    return this;
  }

  /** Twelve students try item after item, once in eleven seconds each, mostly in vain. */
  static ListSources ofTwelve(int attempts) {
    Lesson lesson = new Lesson();
    for (int i = 0; i < attempts; i++) {
      for (int student = 0; student < 12; student++) {
        String attempt =
            ",\"item_id\":\"q%d_1\",\"correct\":%b".formatted(i / 10, (i + student) % 7 == 0);
        lesson.metric("s" + student, "attempt", i * 11 + student * 0.7, attempt);
      }
      lesson.metric("s" + i % 12, "keypress", i * 11 + 9, "");
    }
    return lesson
        .recording
        .roster("s3", "{\"student_id\":\"s3\",\"classroom_ids\":[\"c-1\"]}")
        .classroom("c-1", "{\"classroom_id\":\"c-1\",\"name\":\"One\",\"teacher_ids\":[\"t-1\"]}");
  }

  /** Half a minute in which one student after the other makes a burst of errors. */
  static ListSources halfAMinute() {
    Lesson lesson = new Lesson();
    for (int second = 0; second < 30; second++) {
      for (int student = 0; student < 8; student++) {
        boolean inTrouble = second >= student * 3 && second < student * 3 + 6 && student % 2 == 0;
        lesson.metric("s" + student, inTrouble ? "error" : "keypress", second + student * 0.1, "");
      }
    }
    return lesson.recording;
  }
}
