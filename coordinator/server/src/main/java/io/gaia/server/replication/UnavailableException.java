package io.gaia.server.replication;

/**
 * The command cannot be served now. It may have been applied all the same; asked again under the
 * same request id, it applies once.
 */
public final class UnavailableException extends RuntimeException {

  /** What is known of the command, and who else may serve it. */
  enum Reason {
    /** Nothing of it is in the log; the leader may serve it. */
    NOT_LEADING,
    /** It was proposed, and nobody can say whether it is in the log. */
    UNDECIDED,
    /** Nothing of it is in the log: there is no room now. */
    TOO_MUCH,
    /** Nothing of it is in the log: not every member could read it. */
    HELD_BACK,
    /** This node serves nothing more. */
    STOPPED
  }

  private final Reason reason;

  UnavailableException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /** Whether it waits for an upgrade of all members. */
  public boolean isHeldBack() {
    return reason == Reason.HELD_BACK;
  }

  Reason reason() {
    return reason;
  }
}
