package io.gaia.flink.detection.model;

import java.util.List;

/**
 * What a teacher is told.
 *
 * @param number tells the episodes of the student and app, or the class alerts of the item, apart
 * @param ordinal orders the words about one alert; see {@link AlertOrdinal}
 * @param students of a class-wide alert; else none
 * @param studentId empty on a class-wide alert
 * @param quiet to be shown without sound; see {@link AlertCare}
 * @param schoolId whose rules apply; empty when nobody knows
 */
public record AlertWord(
    Kind kind,
    String classroomId,
    String studentId,
    String appName,
    String lessonId,
    String itemId,
    long number,
    long openedAt,
    int ordinal,
    Level level,
    double score,
    List<Because> reasons,
    long since,
    long at,
    boolean quiet,
    List<String> students,
    String schoolId) {

  /** What happened. */
  public enum Kind {
    DETECTED,
    ESCALATED,
    RESOLVED
  }

  /** A reason, of a signal or of the class. */
  public record Because(String signal, String text, double value, double share) {

    public static Because of(Contribution contribution) {
      return new Because(
          contribution.signal().wireName(),
          contribution.text(),
          contribution.value(),
          contribution.share());
    }
  }

  /** The same word, quiet or not. */
  AlertWord told(boolean quietly) {
    return new AlertWord(
        kind,
        classroomId,
        studentId,
        appName,
        lessonId,
        itemId,
        number,
        openedAt,
        ordinal,
        level,
        score,
        reasons,
        since,
        at,
        quietly,
        students,
        schoolId);
  }

  public boolean isClassWide() {
    return studentId.isEmpty();
  }
}
