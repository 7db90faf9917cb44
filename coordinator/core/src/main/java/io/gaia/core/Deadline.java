package io.gaia.core;

import java.util.Optional;

/**
 * When something happens by itself. What is due fires in this order, on every replica.
 *
 * @param id of the session, task or lock; for a lock's waiter key, a blank and session id
 */
record Deadline(long atMs, Kind kind, String id) implements Comparable<Deadline> {

  /** At the same time, the earlier kind comes first. */
  enum Kind {
    SESSION_SILENT,
    SESSION_LEASE,
    TASK_CLAIM,
    TASK_DUE,
    SESSION_STALL,
    LOCK_END,
    LOCK_WAIT
  }

  /** Of what happens by itself only under that condition. */
  static Optional<Deadline> when(boolean condition, long atMs, Kind kind, String id) {
    return condition ? Optional.of(new Deadline(atMs, kind, id)) : Optional.empty();
  }

  @Override
  public int compareTo(Deadline other) {
    int byTime = Long.compare(atMs, other.atMs);
    if (byTime != 0) {
      return byTime;
    }
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : id.compareTo(other.id);
  }
}
