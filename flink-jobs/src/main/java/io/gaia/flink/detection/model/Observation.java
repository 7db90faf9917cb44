package io.gaia.flink.detection.model;

/**
 * One thing a student did, as the model needs it. Texts are empty when absent, coordinates NaN, the
 * duration negative.
 *
 * @param at epoch milliseconds, by the student's clock
 * @param value count, seconds, score or rating, by kind
 * @param success whether an attempt solved the item
 * @param durationMillis how long an attempt took, when the app tells
 * @param target what was clicked, when the app tells
 * @param flags of {@link #BACK} and its neighbours
 */
public record Observation(
    String eventId,
    String studentId,
    String appName,
    String classroomId,
    ObservationKind kind,
    long at,
    double value,
    boolean success,
    String lessonId,
    String itemId,
    long durationMillis,
    double x,
    double y,
    String target,
    int flags,
    Peers peers) {

  /** A navigation went back. */
  public static final int BACK = 1;

  /** The app says that the click had no effect. */
  public static final int NO_EFFECT = 2;

  /** The click selects text. */
  public static final int TEXT_SELECTION = 4;

  public static final long NO_DURATION = -1;

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  boolean isFailedAttempt() {
    return kind == ObservationKind.ATTEMPT && !success;
  }

  boolean isSuccess() {
    return kind == ObservationKind.COMPLETION || (kind == ObservationKind.ATTEMPT && success);
  }

  /** How many things a counted kind stands for: apps may send keys in bundles. */
  int count() {
    return (int) Math.max(1, Math.min(200, Math.round(value)));
  }

  public Observation withPeers(Peers peers) {
    return new Observation(
        eventId,
        studentId,
        appName,
        classroomId,
        kind,
        at,
        value,
        success,
        lessonId,
        itemId,
        durationMillis,
        x,
        y,
        target,
        flags,
        peers);
  }

  public Observation inClassroom(String classroomId) {
    if (classroomId.equals(this.classroomId)) {
      return this;
    }
    return new Observation(
        eventId,
        studentId,
        appName,
        classroomId,
        kind,
        at,
        value,
        success,
        lessonId,
        itemId,
        durationMillis,
        x,
        y,
        target,
        flags,
        peers);
  }

  /** A plain one of a kind; the rest is absent. */
  public static Observation of(
      String eventId, String studentId, String appName, ObservationKind kind, long at) {
    return new Observation(
        eventId,
        studentId,
        appName,
        "",
        kind,
        at,
        1,
        false,
        "",
        "",
        NO_DURATION,
        Double.NaN,
        Double.NaN,
        "",
        0,
        Peers.UNKNOWN);
  }
}
