package io.gaia.flink.detection;

/**
 * A student of a class did something.
 *
 * @param paneEnd end of the quarter minute in which it was, in epoch milliseconds
 */
public record Presence(String studentId, String classroomId, long paneEnd) {
  static final long PANE_MILLIS = 15_000;

  static long paneEnd(long at) {
    return (Math.floorDiv(at, PANE_MILLIS) + 1) * PANE_MILLIS;
  }
}
