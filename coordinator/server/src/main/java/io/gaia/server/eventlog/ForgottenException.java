package io.gaia.server.eventlog;

/** Events after that position are not kept any more, or cannot be read. */
public final class ForgottenException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient long keptAfter;

  ForgottenException(long keptAfter, String why) {
    super(why, null, false, false);
    this.keptAfter = keptAfter;
  }

  /** Events after this position are kept. */
  public long keptAfter() {
    return keptAfter;
  }
}
