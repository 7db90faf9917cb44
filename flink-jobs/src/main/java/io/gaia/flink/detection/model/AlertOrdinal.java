package io.gaia.flink.detection.model;

import io.gaia.flink.detection.model.AlertWord.Kind;

/**
 * Orders the words about one alert by what they say, and not by how many came before: a job that
 * goes on from a checkpoint may hear events in another order and say fewer or more words than those
 * that teachers have heard. The same word then has its number again and is not heard twice, and the
 * end comes after whatever was heard, so that no alert stays open.
 *
 * <p>An alert of a student that was withdrawn for one of the class is told anew in a next round.
 */
final class AlertOrdinal {
  private static final int ROUND = 8;
  private static final int END_OF_ROUND = 5;
  private static final int END_OF_CLASS = 100_000;

  private AlertOrdinal() {}

  /**
   * @param last the ordinal of the word before; 0: there was none
   */
  static int next(int last, Kind kind, Level level) {
    int round = last / ROUND + (kind == Kind.DETECTED && last > 0 ? 1 : 0);
    int step = kind == Kind.RESOLVED ? END_OF_ROUND : level.ordinal();
    return Math.max(last + 1, round * ROUND + step);
  }

  /** As {@link #next}, for a class-wide alert: it is worse with each student. */
  static int nextOfClass(int last, Kind kind, int students) {
    return Math.max(last + 1, kind == Kind.RESOLVED ? END_OF_CLASS : students);
  }
}
