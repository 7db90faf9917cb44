package io.gaia.e2e.coordination.linearizability;

/**
 * Something that a client asked for on one key.
 *
 * @param <C> what can be asked, together with what was answered
 * @param from when it was asked, in nanoseconds of one clock
 * @param to when it was answered; {@link #NEVER} if it was not: it happened after {@code from}, or
 *     never
 */
public record Operation<C>(C call, long from, long to) {
  /** No answer came. */
  public static final long NEVER = Long.MAX_VALUE;

  public Operation {
    if (from > to) {
      throw new IllegalArgumentException("answered before it was asked: " + call);
    }
  }

  boolean isAnswered() {
    return to != NEVER;
  }
}
