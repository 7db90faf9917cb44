package io.gaia.server.projection;

import io.gaia.core.View;
import java.util.Comparator;

/**
 * How far the tables have come.
 *
 * @param term of the leader whose state it was
 * @param index of the log entry after which the state was as the tables are
 */
record Position(long term, long index) implements Comparable<Position> {
  /** Of tables that nothing has been written to. */
  static final Position NONE = new Position(0, 0);

  private static final Comparator<Position> ORDER =
      Comparator.comparingLong(Position::term).thenComparingLong(Position::index);

  static Position of(View view) {
    return new Position(view.term(), view.index());
  }

  boolean isAfter(Position other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }
}
