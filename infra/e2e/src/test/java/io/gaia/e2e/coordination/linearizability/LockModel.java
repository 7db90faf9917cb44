package io.gaia.e2e.coordination.linearizability;

import io.gaia.e2e.coordination.linearizability.LockModel.Call;
import io.gaia.e2e.coordination.linearizability.LockModel.State;
import java.util.List;
import java.util.OptionalLong;

/** One lock: a single holder at a time, under fences that only grow, for as long as promised. */
public final class LockModel implements Model<State, Call> {

  /** What can be asked of a lock. Times are those of the operations. */
  public sealed interface Call {

    /**
     * It was given to the session, or the session had it.
     *
     * @param life the session's incarnation
     * @param fence absent when the answer is not known
     * @param until it does not end by itself before
     */
    record Take(String session, long life, OptionalLong fence, long until) implements Call {}

    /** It was refused to the session because another has it. */
    record Refused(String session, long life) implements Call {}

    /** The session gave it back; a lock that has gone may be given back, too. */
    record GiveBack(String session, long fence, Verdict verdict) implements Call {}

    /**
     * The session died or came back: what it had is no longer its own.
     *
     * @param life the last one that is over
     * @param until others get it not before
     */
    record LifeEnded(String session, long life, long until) implements Call {}

    /**
     * Who has it, was asked.
     *
     * @param session empty: nobody
     */
    record Look(String session, OptionalLong fence) implements Call {}
  }

  /** What is known of an answer. */
  public enum Verdict {
    ACCEPTED,
    REFUSED,
    UNKNOWN
  }

  /**
   * Who has it.
   *
   * @param holder empty: nobody
   * @param fence absent: not known, but larger than {@code highest}
   * @param until it may have ended by itself from then on; somebody must have noticed
   * @param highest the largest fence that is known
   */
  public record State(String holder, long life, OptionalLong fence, long until, long highest) {
    boolean isFree() {
      return holder.isEmpty();
    }

    boolean isOf(String session) {
      return holder.equals(session);
    }

    /** Whether the fence can be its fence. */
    boolean fits(long other) {
      return fence.isPresent() ? fence.getAsLong() == other : other > highest;
    }

    State freed() {
      return new State("", 0, OptionalLong.empty(), Long.MIN_VALUE, highest);
    }

    /** What is learned of a fence that was not known. */
    State known(long itsFence) {
      return new State(holder, life, OptionalLong.of(itsFence), until, Math.max(highest, itsFence));
    }
  }

  @Override
  public State start() {
    return new State("", 0, OptionalLong.empty(), Long.MIN_VALUE, 0);
  }

  @Override
  public List<Step<State>> steps(State state, Call call) {
    if (call instanceof Call.Take take) {
      return taken(state, take);
    }
    if (call instanceof Call.Refused refused) {
      boolean own = state.isOf(refused.session) && state.life == refused.life;
      return when(!state.isFree() && !own, Step.to(state));
    }
    if (call instanceof Call.GiveBack back) {
      return givenBack(state, back);
    }
    if (call instanceof Call.LifeEnded ended) {
      return List.of(Step.to(orphaned(state, ended)));
    }
    if (call instanceof Call.Look look) {
      return looked(state, look);
    }
    throw new IllegalArgumentException(call.toString());
  }

  private static List<Step<State>> taken(State state, Call.Take take) {
    boolean isKnown = take.fence.isPresent();
    boolean own = state.isOf(take.session) && state.life == take.life;
    if (own && isKnown && state.fits(take.fence.getAsLong())) {
      State renewed =
          new State(
              state.holder,
              state.life,
              take.fence,
              Math.max(state.until, take.until),
              Math.max(state.highest, take.fence.getAsLong()));
      return List.of(Step.to(renewed));
    }
    if (own && !isKnown) {
      return List.of();
    }
    boolean grows = !isKnown || take.fence.getAsLong() > state.highest;
    State given =
        new State(
            take.session,
            take.life,
            take.fence,
            take.until,
            Math.max(state.highest, take.fence.orElse(0)));
    // an own one has ended by itself, too, if the fence is another
    return when(grows, new Step<>(given, state.until));
  }

  private static List<Step<State>> givenBack(State state, Call.GiveBack back) {
    boolean its = state.isOf(back.session) && state.fits(back.fence);
    return switch (back.verdict) {
      case ACCEPTED ->
          its
              ? List.of(Step.to(state.known(back.fence).freed()))
              : List.of(new Step<>(state.freed(), state.until));
      case REFUSED -> when(!state.isFree() && !its, Step.to(state));
      case UNKNOWN -> when(its, Step.to(state.known(back.fence).freed()));
    };
  }

  private static State orphaned(State state, Call.LifeEnded ended) {
    return state.isOf(ended.session) && state.life <= ended.life
        ? new State(
            state.holder,
            state.life,
            state.fence,
            Math.min(state.until, ended.until),
            state.highest)
        : state;
  }

  private static List<Step<State>> looked(State state, Call.Look look) {
    if (look.fence.isEmpty()) {
      return List.of(new Step<>(state.freed(), state.until));
    }
    long fence = look.fence.getAsLong();
    return when(state.isOf(look.session) && state.fits(fence), Step.to(state.known(fence)));
  }

  /** Fences grow: an old one is given once, and seen while it is held. */
  @Override
  public boolean isTooLate(State state, Call call) {
    if (call instanceof Call.Take take) {
      return take.fence.isPresent() && isOver(state, take.session, take.fence.getAsLong());
    }
    return call instanceof Call.Look look
        && look.fence.isPresent()
        && isOver(state, look.session, look.fence.getAsLong());
  }

  private static boolean isOver(State state, String session, long fence) {
    boolean isHeld = state.isOf(session) && state.fits(fence);
    return fence <= state.highest && !isHeld;
  }

  private static List<Step<State>> when(boolean possible, Step<State> step) {
    return possible ? List.of(step) : List.of();
  }
}
