package io.gaia.flink.snapshot;

import io.gaia.flink.common.Timed;

/**
 * One thing that a class's minute is made of; Flink takes it without reflection tricks, which is
 * why it is flat.
 *
 * @param classroomId empty: the one of the student's classes that is in session
 * @param lessonId empty when it names none
 * @param metricType of a metric; empty otherwise
 * @param failed a metric that is an error or a wrong attempt
 * @param value the rating, 1 to 5; or the score, 0 to 1
 * @param struggling a score of level medium or worse
 */
public record ClassSignal(
    Kind kind,
    String studentId,
    String appName,
    String classroomId,
    String lessonId,
    String metricType,
    boolean failed,
    double value,
    boolean struggling,
    long at,
    long receivedAt)
    implements Timed {

  /** What it is. */
  public enum Kind {
    METRIC,
    RATING,
    SCORE,
    /** It could not be read; the detection job reports it. */
    REJECTED
  }

  static ClassSignal rejected(long receivedAt) {
    return new ClassSignal(
        Kind.REJECTED, "", "", "", "", "", false, 0, false, Timed.UNKNOWN, receivedAt);
  }

  public ClassSignal in(String classroom) {
    return new ClassSignal(
        kind,
        studentId,
        appName,
        classroom,
        lessonId,
        metricType,
        failed,
        value,
        struggling,
        at,
        receivedAt);
  }

  public ClassKey key() {
    return new ClassKey(classroomId, appName);
  }
}
