package io.gaia.core;

import io.gaia.core.command.ClusterCommand.RaiseFormat;
import io.gaia.core.command.Command;
import io.gaia.core.command.SessionCommand;
import io.gaia.core.command.TaskCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The replicated state machine. Log entries go in, in order; replies and events come out, and are
 * the same on every replica: there is no clock, no randomness and no thread in here.
 *
 * <p>One thread calls {@link #apply}; any thread reads {@link #view}. A refused command is a value;
 * an exception is a bug, leaves the state as it was, and must stop the node, since every replica
 * will meet it.
 *
 * <p>The way of a command: {@link Decider} finds its rule; the rule reads the {@link State} and
 * emits events through the {@link Turn}; {@link Evolution} is the only one who lets events change
 * the state. Time, index and stored replies are kept here.
 *
 * <p>Waiting: sessions that wait for a lock stand in its queue, in the state, since their order is
 * a promise. Sessions that wait for work do not: the server keeps them, and when an entry made
 * tasks ready it asks {@link View#workFor} for them in turn and proposes the claim again for the
 * first.
 */
public final class Coordination {
  /** So long is a reply kept for a retry of its request; time without a leader does not count. */
  public static final long REPLY_KEPT_MS = 5 * 60_000;

  private static final int MAX_REPLIES_KEPT = 2_000_000;

  /**
   * After a long time without a leader much has expired at once: one entry must not wait for it.
   */
  private static final int FORGOTTEN_AT_ONCE = 10_000;

  private final Function<State, Evolution> evolutions;
  private State state;
  private volatile View view;

  /** With other evolutions than the true one, to see whether tests notice. */
  Coordination(State state, Function<State, Evolution> evolutions) {
    this.state = state;
    this.evolutions = evolutions;
    view = new View(state);
  }

  public static Coordination empty() {
    return new Coordination(new State(), Evolution::new);
  }

  /** The state of an image, ready for the log entry after it. */
  public static Coordination restore(StateImage image) {
    return new Coordination(Restoration.of(image), Evolution::new);
  }

  /**
   * Applies the log entry of that index.
   *
   * @throws IllegalArgumentException if the index is not after the last one
   */
  public ApplyResult apply(Batch batch, long index) {
    if (index <= state.index) {
      throw new IllegalArgumentException(
          "index " + index + " is not after " + state.index + ", which was applied");
    }
    State next = state.copy();
    next.index = index;
    next.nowMs = Math.max(next.nowMs, batch.leaderTimeMs());
    forgetExpired(next);
    Turn turn = new Turn(next, evolutions.apply(next));
    Decider decider = new Decider(turn);
    decider.fireDue();
    List<Reply> replies = new ArrayList<>();
    List<Mentioned> mentioned = new ArrayList<>();
    for (Request request : batch.requests()) {
      Answer answer = answer(turn, decider, request);
      replies.add(answer.reply());
      mentioned.add(answer.mentioned());
    }
    state = next;
    view = new View(next);
    return turn.result(replies, mentioned);
  }

  /** The state after the last applied entry; immutable, for any thread. */
  public View view() {
    return view;
  }

  /** The whole state at this moment; free of cost, to be read on any thread. */
  public StateImage snapshot() {
    return view.image();
  }

  /** When the leader has to propose a batch, if only an empty one: something is due then. */
  public OptionalLong nextDeadline() {
    return view.nextDeadline();
  }

  private static void forgetExpired(State state) {
    int maxKeys = state.settings.maxIdempotencyKeys();
    state.replies = state.replies.pruned(state.ledMs(), MAX_REPLIES_KEPT, FORGOTTEN_AT_ONCE);
    state.idempotency = state.idempotency.pruned(state.nowMs, maxKeys, FORGOTTEN_AT_ONCE);
    state.outcomes = state.outcomes.pruned(state.nowMs, maxKeys, FORGOTTEN_AT_ONCE);
  }

  private record Answer(Reply reply, Mentioned mentioned) {}

  private static Answer answer(Turn turn, Decider decider, Request request) {
    turn.begin(request.requestId());
    Command command = request.command();
    Optional<StoredReply> stored = request.requestId().flatMap(turn.state.replies::get);
    if (stored.isPresent()) {
      return stored.get().subject().equals(subjectOf(command))
          ? new Answer(
              stored.get().reply(),
              stored
                  .get()
                  .mentioned()
                  .map(mentioned -> mentioned.completed(turn.state))
                  .orElse(Mentioned.NOTHING))
          : new Answer(
              turn.refuse(
                  Refusal.Code.IDEMPOTENCY_MISMATCH,
                  "request id " + stored.get().requestId() + " stands for another request"),
              Mentioned.NOTHING);
    }
    Reply reply = decider.decide(command);
    Mentioned mentioned = Mentioned.by(reply, turn.state);
    if (request.requestId().isPresent() && isKept(command, reply, turn.state.formatVersion())) {
      String id = request.requestId().get();
      long untilMs = turn.state.ledMs() + REPLY_KEPT_MS;
      turn.state.replies =
          turn.state.replies.put(
              id, StoredReply.of(id, subjectOf(command), reply, untilMs, mentioned));
    }
    return new Answer(reply, mentioned);
  }

  private static String subjectOf(Command command) {
    return command.getClass().getSimpleName() + " " + command.subject();
  }

  /**
   * Heartbeats come by the thousand and do no harm twice. A claim that was told "nothing" must not
   * take anything later, when a copy of it comes through that was under way all the time.
   */
  private static boolean isKept(Command command, Reply reply, int formatVersion) {
    if (command instanceof TaskCommand.ClaimTasks claim
        && reply instanceof Reply.Claimed claimed
        && claimed.tasks().isEmpty()) {
      return formatVersion >= RaiseFormat.EMPTY_CLAIMS_KEPT && !claim.waits();
    }
    return !(command instanceof SessionCommand.Heartbeat);
  }
}
