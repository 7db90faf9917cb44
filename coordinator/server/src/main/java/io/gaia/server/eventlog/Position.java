package io.gaia.server.eventlog;

/**
 * An event's place in the order of all events as one number, which grows with the log index and,
 * within an entry, with the ordinal.
 */
public final class Position {
  private static final int ORDINAL_BITS = 20;
  private static final long MAX_ORDINAL = (1L << ORDINAL_BITS) - 1;

  /** Before every event. */
  public static final long NONE = -1;

  private Position() {}

  /**
   * @param ordinal less than 2^20: an entry of 1 MiB cannot cause more
   */
  public static long of(long index, int ordinal) {
    if (ordinal < 0 || ordinal > MAX_ORDINAL) {
      throw new IllegalArgumentException("ordinal " + ordinal + " of entry " + index);
    }
    return (index << ORDINAL_BITS) | ordinal;
  }

  /** After every event of that log entry, and before those of the next. */
  public static long endOf(long index) {
    return (index << ORDINAL_BITS) | MAX_ORDINAL;
  }

  public static long index(long position) {
    return position >> ORDINAL_BITS;
  }

  public static int ordinal(long position) {
    return (int) (position & MAX_ORDINAL);
  }
}
