package io.gaia.core.model;

/**
 * The life of a task.
 *
 * <pre>
 * PENDING     -> ASSIGNED (claimed) | CANCELLED
 * ASSIGNED    -> IN_PROGRESS (started) | COMPLETED | PENDING (lost, released, to be retried) | FAILED | CANCELLED
 * IN_PROGRESS -> COMPLETED | PENDING | FAILED | CANCELLED
 * FAILED      -> PENDING (replayed)
 * CANCELLED   -> PENDING (replayed)
 * COMPLETED   is the end
 * </pre>
 */
public enum TaskStatus implements WireName {
  /** Waits: for its turn, its time, or the tasks it depends on. */
  PENDING,
  /** Claimed and not yet started. */
  ASSIGNED,
  IN_PROGRESS,
  COMPLETED,
  /** Out of attempts, lost too often, or not worth a retry: a dead letter. */
  FAILED,
  CANCELLED;

  public boolean isClaimed() {
    return this == ASSIGNED || this == IN_PROGRESS;
  }

  public boolean isFinished() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }

  public boolean canBecome(TaskStatus next) {
    return switch (this) {
      case PENDING -> next == ASSIGNED || next == CANCELLED;
      case ASSIGNED -> next != ASSIGNED;
      case IN_PROGRESS -> next != IN_PROGRESS && next != ASSIGNED;
      case FAILED, CANCELLED -> next == PENDING;
      case COMPLETED -> false;
    };
  }
}
