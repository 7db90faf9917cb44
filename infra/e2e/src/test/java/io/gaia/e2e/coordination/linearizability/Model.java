package io.gaia.e2e.coordination.linearizability;

import java.util.List;

/**
 * What one key promises, as a machine with states that are values.
 *
 * @param <S> its state, with equality
 * @param <C> what can be asked, together with what was answered
 */
public interface Model<S, C> {

  /**
   * What the key is after a call.
   *
   * @param notBefore the earliest time at which this can have happened: when a hold may have run
   *     out by itself
   */
  record Step<S>(S state, long notBefore) {
    static <S> Step<S> to(S state) {
      return new Step<>(state, Long.MIN_VALUE);
    }
  }

  S start();

  /**
   * What the call may do in that state; none when it would not have been answered so. A call
   * without an answer has a step only where it changes something.
   */
  List<Step<S>> steps(S state, C call);

  /** Whether from that state on the call can never be answered so: nobody needs to look further. */
  boolean isTooLate(S state, C call);
}
