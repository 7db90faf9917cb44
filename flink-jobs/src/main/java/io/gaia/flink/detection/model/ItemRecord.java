package io.gaia.flink.detection.model;

/**
 * How students fare on one item, or on all variants of a category: only sums, so it does not grow.
 * Its fields are state.
 */
public class ItemRecord {
  static final int STREAKS = 16;

  /** Edges of the time buckets double from one second on: up to nine hours. */
  static final int TIME_BUCKETS = 16;

  /** Who tried it. */
  public int students;

  /** At k: who had k wrong attempts in a row, or more. */
  public int[] reached = new int[STREAKS];

  /** At k: who, of those, solved it before five more wrong attempts. */
  public int[] recovered = new int[STREAKS];

  /** Time on the item of those who solved it. */
  public int[] solvedAfter = new int[TIME_BUCKETS];

  /** What one student did on one item, as far as the record must know. */
  public static class Visit {
    public int failuresInRow;
    public int longestRow;
    public boolean solved;
    public long activeMillis;
    public long lastAt;
  }
}
