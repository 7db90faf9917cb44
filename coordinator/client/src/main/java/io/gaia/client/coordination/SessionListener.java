package io.gaia.client.coordination;

/**
 * Is told what happens to a {@link LiveSession} and its work. All methods are called by the
 * session's own thread, which keeps the session alive: they return at once, and leave work to
 * others.
 */
public interface SessionListener {

  /**
   * Somebody wants that task stopped. Stop it, and report it as failed or give it back: it then
   * counts as cancelled. Told once for a claim.
   */
  default void cancelRequested(Claim claim) {}

  /**
   * The claim is over, and the task may be somebody else's by now: stop the work on it. Nothing
   * that is reported under its fence counts any more.
   */
  default void claimLost(Claim claim, String why) {}

  /** The coordinator holds the session for dead. Its claims and locks were told lost before. */
  default void sessionLost(String why) {}

  /**
   * Whether a session that was lost is to register again, under the same name. Not asked when
   * another process has taken the name.
   */
  default boolean registersAgain() {
    return true;
  }

  /** It lives again, as a new incarnation. */
  default void registeredAgain(Session session) {}

  /** It will not live again. */
  default void ended(String why) {}

  /** Heartbeats get no good answer; told once until {@link #recovered}. Work goes on. */
  default void outOfTouch(String why) {}

  /** Heartbeats are answered again. */
  default void recovered() {}
}
