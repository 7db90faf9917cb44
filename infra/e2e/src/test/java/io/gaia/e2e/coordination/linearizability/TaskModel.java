package io.gaia.e2e.coordination.linearizability;

import io.gaia.e2e.coordination.linearizability.LockModel.Verdict;
import io.gaia.e2e.coordination.linearizability.TaskModel.Call;
import io.gaia.e2e.coordination.linearizability.TaskModel.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One task: at most one live claim, under fences that only grow, and one outcome. */
public final class TaskModel implements Model<State, Call> {
  private final int attempts;

  /**
   * @param attempts that may fail before the task has failed
   */
  public TaskModel(int attempts) {
    this.attempts = attempts;
  }

  /** What can be asked of a task. */
  public sealed interface Call {

    /**
     * It was given to the session.
     *
     * @param life the session's incarnation
     */
    record Claim(String session, long life, long fence) implements Call {}

    /** The session said how its claim ends. */
    record Report(Outcome outcome, String session, long fence, Verdict verdict) implements Call {}

    /** The session died or came back: what it had is no longer its own. */
    record LifeEnded(String session, long life) implements Call {}

    /**
     * The task was read.
     *
     * @param fence of the last claim; 0 if there was none
     */
    record Look(Status status, long fence) implements Call {}
  }

  /** How a claim ends. */
  public enum Outcome {
    COMPLETE,
    FAIL,
    FAIL_FOR_GOOD,
    RELEASE;

    /** Those that are one outcome to the coordinator: reported again, it says yes again. */
    Outcome reported() {
      return this == FAIL_FOR_GOOD ? FAIL : this;
    }
  }

  /** As far as it can be told from outside. */
  public enum Status {
    WAITS,
    CLAIMED,
    COMPLETED,
    FAILED
  }

  /**
   * What became of it.
   *
   * @param holder empty unless it is claimed
   * @param fence the last one
   * @param reported how claims were ended by reports, by their fences
   */
  public record State(
      Status status,
      String holder,
      long life,
      long fence,
      Map<Long, Outcome> reported,
      int failures) {}

  @Override
  public State start() {
    return new State(Status.WAITS, "", 0, 0, Map.of(), 0);
  }

  @Override
  public List<Step<State>> steps(State state, Call call) {
    if (call instanceof Call.Claim claim) {
      State claimed =
          new State(
              Status.CLAIMED,
              claim.session,
              claim.life,
              claim.fence,
              state.reported,
              state.failures);
      boolean again =
          state.status == Status.CLAIMED
              && state.fence == claim.fence
              && state.holder.equals(claim.session);
      return again
          ? List.of(Step.to(state))
          : when(state.status == Status.WAITS && claim.fence > state.fence, claimed);
    }
    if (call instanceof Call.Report report) {
      return reported(state, report);
    }
    if (call instanceof Call.LifeEnded ended) {
      boolean its =
          state.status == Status.CLAIMED
              && state.holder.equals(ended.session)
              && state.life <= ended.life;
      return List.of(Step.to(its ? waits(state, state.reported, state.failures) : state));
    }
    if (call instanceof Call.Look look) {
      return when(state.status == look.status && state.fence == look.fence, state);
    }
    throw new IllegalArgumentException(call.toString());
  }

  private List<Step<State>> reported(State state, Call.Report report) {
    boolean live =
        state.status == Status.CLAIMED
            && state.fence == report.fence
            && state.holder.equals(report.session);
    boolean saidSo = state.reported.get(report.fence) == report.outcome.reported();
    return switch (report.verdict) {
      case ACCEPTED -> live ? List.of(Step.to(ended(state, report.outcome))) : when(saidSo, state);
      case REFUSED -> when(!live && !saidSo, state);
      case UNKNOWN -> live ? List.of(Step.to(ended(state, report.outcome))) : List.of();
    };
  }

  private State ended(State state, Outcome outcome) {
    Map<Long, Outcome> said = new HashMap<>(state.reported);
    said.put(state.fence, outcome.reported());
    return switch (outcome) {
      case COMPLETE -> over(state, Status.COMPLETED, said);
      case FAIL_FOR_GOOD -> over(state, Status.FAILED, said);
      case FAIL ->
          state.failures + 1 >= attempts
              ? over(state, Status.FAILED, said)
              : waits(state, said, state.failures + 1);
      case RELEASE -> waits(state, said, state.failures);
    };
  }

  private static State over(State state, Status status, Map<Long, Outcome> said) {
    return new State(status, "", 0, state.fence, Map.copyOf(said), state.failures);
  }

  private static State waits(State state, Map<Long, Outcome> said, int failures) {
    return new State(Status.WAITS, "", 0, state.fence, Map.copyOf(said), failures);
  }

  @Override
  public boolean isTooLate(State state, Call call) {
    return call instanceof Call.Claim claim && claim.fence < state.fence
        || call instanceof Call.Look look && look.fence < state.fence;
  }

  private static List<Step<State>> when(boolean possible, State state) {
    return possible ? List.of(Step.to(state)) : List.of();
  }
}
