package io.gaia.flink.detection;

import io.gaia.flink.detection.model.Observation;

/**
 * Which events are too late to be scored, and when the history may be decided. The history is
 * decided pane by pane, once no event of the pane can come any more; so whatever comes in whatever
 * order, as long as nothing is late, the history is the same.
 */
public final class Lateness {

  /** An event this far behind the watermark is late. */
  public static final long ALLOWED_MILLIS = 60_000;

  public static final long PANE_MILLIS = 5_000;

  private Lateness() {}

  /**
   * @param watermark when the event came; before the first one nothing is late
   */
  public static boolean isLate(Observation event, long watermark) {
    return watermark != Long.MIN_VALUE && event.at() < watermark - ALLOWED_MILLIS;
  }

  /** The pane of a moment, as the moment where it ends (exclusive). */
  public static long paneEnd(long at) {
    return (Math.floorDiv(at, PANE_MILLIS) + 1) * PANE_MILLIS;
  }

  /** When everything before {@code paneEnd} is there. */
  public static long isComplete(long paneEnd) {
    return paneEnd + ALLOWED_MILLIS;
  }

  /** When an item's attempts of a pane go on to the history, less than a pane after all came. */
  static long turnOfItem(long paneEnd, String item) {
    return isComplete(paneEnd) + delay(item);
  }

  /** When a student's pane is decided: all items have had their turn, see {@link #turnOfItem}. */
  static long turnOfStudent(long paneEnd, String student) {
    return isComplete(paneEnd) + PANE_MILLIS + delay(student);
  }

  /** Before when everything is there at a student's turn. */
  static long completeAtTurn(long turn, String student) {
    return turn - turnOfStudent(0, student);
  }

  /** If all had their turn in one moment, what students do live would wait for that. */
  private static long delay(String key) {
    return Math.floorMod(key.hashCode(), PANE_MILLIS);
  }
}
