package io.gaia.server.coordination;

import io.gaia.core.Mentioned;
import io.gaia.core.Reply;
import io.gaia.core.Request;
import io.gaia.core.View;
import io.gaia.core.command.Command;
import io.gaia.core.command.LockCommand.AcquireLock;
import io.gaia.core.model.Lesson;
import io.gaia.core.model.Lock;
import io.gaia.core.model.Session;
import io.gaia.core.model.Task;
import io.gaia.server.auth.Caller;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.http.ProblemException;
import io.gaia.server.replication.Applied;
import io.gaia.server.replication.CommandRoute;
import io.gaia.server.replication.LockWait;
import io.gaia.server.replication.LockWaits;
import io.gaia.server.replication.UnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Where a request's thread hands in commands and waits for what became of them. A refusal is thrown
 * as its problem.
 */
final class CommandDesk {
  /** Longer than an election and a slow disk; what takes longer is told to try again. */
  private static final long ANSWER_TIMEOUT_MS = 10_000;

  private static final int MAX_KEY_LENGTH = 200;

  private final CommandRoute route;
  private final LockWaits lockWaits;

  CommandDesk(CommandRoute route, LockWaits lockWaits) {
    this.route = route;
    this.lockWaits = lockWaits;
  }

  /** The answer to a command, which is not {@link Reply.Refused}. */
  <R extends Reply> Done<R> ask(Class<R> answer, Optional<String> requestId, Command command) {
    return done(answer, await(route.submit(new Request(requestId, command))));
  }

  /** As {@link #ask}, without a thread that waits; fails with a {@link ProblemException}. */
  <R extends Reply> CompletableFuture<Done<R>> askLater(
      Class<R> answer, Optional<String> requestId, Command command) {
    return later(answer, route.submit(new Request(requestId, command)));
  }

  /** As {@link #askLater}, and fails with a {@link ProblemException} when that takes too long. */
  <R extends Reply> CompletableFuture<Done<R>> askInTime(
      Class<R> answer, Optional<String> requestId, Command command) {
    return later(
        answer,
        route
            .submit(new Request(requestId, command))
            .orTimeout(ANSWER_TIMEOUT_MS, TimeUnit.MILLISECONDS));
  }

  /** Of what the log holds, as far as this node knows. */
  int formatVersion() {
    return route.stale().formatVersion();
  }

  /** Hands commands in without waiting: all of them, or none. */
  List<CompletableFuture<Applied>> hand(List<Request> requests) {
    return route.submit(requests);
  }

  /** Asks for a lock, and may stand in its queue. */
  LockWait line(String requestId, AcquireLock command) {
    return lockWaits.ask(requestId, command);
  }

  /** Nobody waits for that answer any more. */
  void abandon(LockWait wait) {
    lockWaits.abandon(wait);
  }

  static <R extends Reply> CompletableFuture<Done<R>> later(
      Class<R> answer, CompletableFuture<Applied> applied) {
    return orProblem(applied).thenApply(done -> done(answer, done));
  }

  /** Fails with a {@link ProblemException} if it does. */
  static <T> CompletableFuture<T> orProblem(CompletableFuture<T> future) {
    return future.exceptionally(
        failure -> {
          throw problem(failure);
        });
  }

  Applied await(CompletableFuture<Applied> answer) {
    return await(answer, ANSWER_TIMEOUT_MS);
  }

  static <R extends Reply> Done<R> done(Class<R> answer, Applied applied) {
    if (applied.reply() instanceof Reply.Refused refused) {
      throw RefusalProblems.of(refused.refusal()).exception();
    }
    return new Done<>(answer.cast(applied.reply()), applied.mentioned(), applied.view());
  }

  /**
   * An accepted command. What it is about is shown as it was when the command was first done, so
   * that a retry is answered like that first request.
   *
   * @param view the state right after the log entry
   */
  record Done<R extends Reply>(R reply, Mentioned mentioned, View view) {
    Session session(String id) {
      return mentioned.session(id).orElseGet(() -> Access.session(view, id));
    }

    Task task(String id) {
      return mentioned.task(id).or(() -> view.task(id)).orElseThrow(() -> gone("task", id));
    }

    Lesson lesson(String id) {
      return mentioned.lesson(id).or(() -> view.lesson(id)).orElseThrow(() -> gone("lesson", id));
    }

    Lock lock(String key) {
      return mentioned.lock(key).or(() -> view.lock(key)).orElseThrow(() -> gone("lock", key));
    }

    private static ProblemException gone(String what, String id) {
      return ProblemCode.NOT_FOUND.because("There is no " + what + " " + id);
    }
  }

  /**
   * The state to read from: at least as new as anything acknowledged before, or with {@code stale}
   * what this node has.
   */
  View view(Optional<String> consistency) {
    return switch (consistency.orElse("linearizable")) {
      case "linearizable" -> await(route.read(), ANSWER_TIMEOUT_MS);
      case "stale" -> route.stale();
      default ->
          throw Problem.invalidField("consistency", "consistency takes one of linearizable, stale")
              .exception();
    };
  }

  /**
   * What an answer needs of the state: from this node's if that will do, else from the newest, for
   * what the caller knows already may not have come here yet.
   *
   * @param look refuses what it does not find with a {@link ProblemException}
   */
  <T> T look(Function<View, T> look) {
    if (route.isNewest()) {
      return look.apply(route.stale());
    }
    try {
      return look.apply(route.stale());
    } catch (ProblemException e) {
      return look.apply(newest());
    }
  }

  /** As {@link #look}, without a thread that waits. */
  <T> CompletableFuture<T> lookLater(Function<View, T> look) {
    try {
      return CompletableFuture.completedFuture(look.apply(route.stale()));
    } catch (ProblemException e) {
      // this node may lead by now, and did not when it was looked
      return orProblem(
              route.isNewest() ? CompletableFuture.completedFuture(route.stale()) : route.read())
          .thenApply(look);
    }
  }

  /** The state that nobody knows more of. */
  View newest() {
    return route.isNewest() ? route.stale() : await(route.read(), ANSWER_TIMEOUT_MS);
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
      throw problem(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemCode.UNAVAILABLE.because("The coordinator stops");
    } catch (ExecutionException e) {
      throw problem(e.getCause());
    }
  }

  private static RuntimeException problem(Throwable failure) {
    if (failure instanceof CancellationException) {
      return ProblemCode.UNAVAILABLE.because("Nobody waits for the answer any more");
    }
    if (failure instanceof TimeoutException) {
      return ProblemCode.UNAVAILABLE.because(
          "No answer in time; the command may or may not have been applied, try again");
    }
    return failure instanceof UnavailableException unavailable
        ? RefusalProblems.of(unavailable).exception()
        : new IllegalStateException("a command ended in an error", failure);
  }
}
