package io.gaia.e2e.coordination;

import java.util.Optional;

/**
 * Something that a client asked for, and what it learned. All times are {@link System#nanoTime} of
 * the one process that all clients live in, so they can be compared.
 */
sealed interface Entry {

  /** When it was asked for and answered. */
  Span span();

  /** What became of a request. */
  enum Verdict {
    ACCEPTED,
    REFUSED,
    /** The client gave up without an answer: it was done, or will be, or not. */
    UNKNOWN
  }

  /**
   * From the first try until the answer; {@code to} of an unknown one is when the client gave up.
   */
  record Span(long from, long to) {
    boolean isOverBefore(Span other) {
      return to < other.from;
    }
  }

  /**
   * A task was put in.
   *
   * @param taskId absent if no answer came
   */
  record Enqueued(String key, Optional<String> taskId, Span span) implements Entry {}

  /**
   * A session was given a task, or found in a heartbeat's answer that it has it.
   *
   * @param life the session's incarnation
   */
  record Claimed(String session, long life, String taskId, long fence, Span span)
      implements Entry {}

  /** How a session ends its claim. */
  enum Report {
    COMPLETE,
    FAIL,
    FAIL_FOR_GOOD,
    RELEASE
  }

  /**
   * A session said how its work ended.
   *
   * @param word what it said: the result or the reason
   */
  record Reported(
      Report report,
      String session,
      String taskId,
      long fence,
      String word,
      Verdict verdict,
      Span span)
      implements Entry {}

  /**
   * A session was given a lock.
   *
   * @param ttlNanos it lives so long, counted from within the span
   */
  record Locked(String key, String session, long life, long fence, long ttlNanos, Span span)
      implements Entry {}

  /**
   * A session was refused a lock because another had it, or does not know whether it was given it.
   *
   * @param ttlNanos it may live so long, counted from within the span
   */
  record NotLocked(String key, String session, long life, long ttlNanos, Verdict verdict, Span span)
      implements Entry {}

  /** A session gave a lock back, or tried to. */
  record Unlocked(String key, String session, long fence, Verdict verdict, Span span)
      implements Entry {}

  /**
   * A session came back under its name: what it held before is no longer its own.
   *
   * @param life the one that began
   * @param renewed when it began to send the last heartbeat of its life before that was
   *     acknowledged: it may have died of silence since, and not have heard of it
   */
  record TookOver(String session, long life, long renewed, Span span) implements Entry {}

  /**
   * A session learned that it is dead, though it did nothing to die.
   *
   * @param life the one that is over
   * @param renewed when it began to send the last heartbeat that was acknowledged
   */
  record FoundDead(String session, long life, long renewed, String why, Span span)
      implements Entry {}

  /**
   * A lock was read.
   *
   * @param session that has it; absent if nobody has
   */
  record SawLock(String key, Optional<String> session, long fence, Span span) implements Entry {}

  /**
   * A task was read.
   *
   * @param fence of the last claim; 0 if there was none
   */
  record SawTask(String taskId, String status, long fence, Span span) implements Entry {}
}
