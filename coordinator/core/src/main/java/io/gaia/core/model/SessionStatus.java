package io.gaia.core.model;

/** What a session does; the last two no longer live. */
public enum SessionStatus implements WireName {
  IDLE,
  BUSY,
  /** Keeps its tasks, is offered none. */
  PAUSED,
  /** Ends its tasks, is offered none, and will not come back. */
  DRAINING,
  /** Its lease ran out, or someone said so. */
  FAILED,
  /** It said goodbye. */
  OFFLINE;

  /** Idle and busy change with the number of tasks; whoever does not live comes back idle. */
  public boolean canBecome(SessionStatus next) {
    return switch (this) {
      case IDLE, BUSY, PAUSED -> next != this;
      case DRAINING -> !next.lives();
      case FAILED, OFFLINE -> next == IDLE;
    };
  }

  public boolean lives() {
    return this != FAILED && this != OFFLINE;
  }

  /** Whether a session in this status may be offered work. */
  public boolean takesWork() {
    return this == IDLE || this == BUSY;
  }
}
