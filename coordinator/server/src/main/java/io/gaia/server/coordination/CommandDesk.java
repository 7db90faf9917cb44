package io.gaia.server.coordination;

import io.gaia.core.Reply;
import io.gaia.core.Request;
import io.gaia.core.View;
import io.gaia.core.command.Command;
import io.gaia.server.auth.Caller;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.http.ProblemException;
import io.gaia.server.replication.Applied;
import io.gaia.server.replication.CommandSequencer;
import io.gaia.server.replication.UnavailableException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where a request's thread hands in commands and waits for what became of them. A refusal is thrown
 * as its problem.
 */
final class CommandDesk {
  /** Longer than an election and a slow disk; what takes longer is told to try again. */
  private static final long ANSWER_TIMEOUT_MS = 10_000;

  private static final int MAX_KEY_LENGTH = 200;

  private final CommandSequencer sequencer;

  CommandDesk(CommandSequencer sequencer) {
    this.sequencer = sequencer;
  }

  /** The answer to a command, which is not {@link Reply.Refused}. */
  <R extends Reply> Done<R> ask(Class<R> answer, Optional<String> requestId, Command command) {
    return done(answer, await(hand(requestId, command), ANSWER_TIMEOUT_MS));
  }

  /**
   * As {@link #ask}, for a command whose answer may come late.
   *
   * @param waitMs how long, beside the time that any command may take
   */
  <R extends Reply> Done<R> askAndWait(
      Class<R> answer, String requestId, Command command, long waitMs) {
    return done(answer, await(hand(Optional.of(requestId), command), ANSWER_TIMEOUT_MS + waitMs));
  }

  /** Hands a command in without waiting. */
  CompletableFuture<Applied> hand(Optional<String> requestId, Command command) {
    return sequencer.submit(new Request(requestId, command));
  }

  Applied await(CompletableFuture<Applied> answer) {
    return await(answer, ANSWER_TIMEOUT_MS);
  }

  static <R extends Reply> Done<R> done(Class<R> answer, Applied applied) {
    if (applied.reply() instanceof Reply.Refused refused) {
      throw RefusalProblems.of(refused.refusal()).exception();
    }
    return new Done<>(answer.cast(applied.reply()), applied.view());
  }

  /**
   * An accepted command.
   *
   * @param view the state right after it
   */
  record Done<R extends Reply>(R reply, View view) {}

  /**
   * The state to read from: at least as new as anything acknowledged before, or with {@code stale}
   * what this node has.
   */
  View view(Optional<String> consistency) {
    return switch (consistency.orElse("linearizable")) {
      case "linearizable" -> await(sequencer.read(), ANSWER_TIMEOUT_MS);
      case "stale" -> sequencer.stale();
      default ->
          throw Problem.invalidField("consistency", "consistency takes one of linearizable, stale")
              .exception();
    };
  }

  /** What this node has: enough to tell who may do what. */
  View stale() {
    return sequencer.stale();
  }

  /**
   * The request id of an {@code Idempotency-Key} header; keys of different callers never meet.
   *
   * @throws ProblemException when the key is too long or not printable
   */
  static Optional<String> requestId(Caller caller, Optional<String> idempotencyKey) {
    return idempotencyKey.map(
        key -> {
          boolean printable = key.chars().allMatch(c -> c > ' ' && c < 0x7f);
          if (key.isEmpty() || key.length() > MAX_KEY_LENGTH || !printable) {
            throw Problem.invalidField(
                    "Idempotency-Key",
                    "Idempotency-Key takes 1 to "
                        + MAX_KEY_LENGTH
                        + " printable ASCII characters without blanks")
                .exception();
          }
          return caller.subject() + "/" + key;
        });
  }

  private static <T> T await(CompletableFuture<T> future, long timeoutMs) {
    try {
      return future.get(timeoutMs, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      future.cancel(false);
      throw ProblemCode.UNAVAILABLE.because(
          "No answer in time; the command may or may not have been applied, try again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemCode.UNAVAILABLE.because("The coordinator stops");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnavailableException unavailable) {
        throw ProblemCode.UNAVAILABLE.because(unavailable.getMessage());
      }
      throw new IllegalStateException("a command ended in an error", e.getCause());
    }
  }
}
