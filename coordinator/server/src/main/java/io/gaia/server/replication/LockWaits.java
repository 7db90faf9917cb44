package io.gaia.server.replication;

import io.gaia.core.ApplyResult;
import io.gaia.core.Request;
import io.gaia.core.View;
import io.gaia.core.command.LockCommand.AcquireLock;
import io.gaia.core.command.LockCommand.LeaveLockQueue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Callers whose answer comes with a later entry than their command. Thread safe. */
public final class LockWaits implements AppliedListener {
  private final Function<Request, CompletableFuture<Applied>> submit;
  private final Map<String, List<LockWait>> byRequestId = new ConcurrentHashMap<>();
  private final Map<LockWait.Place, Integer> callersAt = new ConcurrentHashMap<>();

  /**
   * @param submit puts a command into the log
   */
  LockWaits(Function<Request, CompletableFuture<Applied>> submit) {
    this.submit = submit;
  }

  /**
   * Asks for a lock, and may stand in its queue.
   *
   * @param requestId under which it is answered
   */
  public synchronized LockWait ask(String requestId, AcquireLock command) {
    LockWait wait = add(requestId, command);
    submit
        .apply(Request.of(requestId, command))
        .whenComplete(
            (applied, failure) -> {
              if (failure == null) {
                wait.entered().complete(applied);
              } else {
                wait.entered().completeExceptionally(failure);
              }
            });
    return wait;
  }

  /**
   * Nobody waits for the answer any more. The place in the lock's queue is given up, unless another
   * request of the session has it. A lock that was granted meanwhile stays the session's.
   */
  public synchronized void abandon(LockWait wait) {
    boolean waited = wait.settled().cancel(false);
    // no request may come between the look and the command
    if (waited && !callersAt.containsKey(wait.place())) {
      var unused =
          submit.apply(
              Request.of(new LeaveLockQueue(wait.place().key(), wait.place().sessionId())));
    }
  }

  /** Registered before the command is proposed, because its turn may come at once. */
  private LockWait add(String requestId, AcquireLock command) {
    LockWait wait = LockWait.of(requestId, command);
    byRequestId.merge(
        requestId, List.of(wait), (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
    callersAt.merge(wait.place(), 1, Integer::sum);
    wait.settled().whenComplete((applied, failure) -> remove(wait));
    return wait;
  }

  @Override
  public void applied(ApplyResult result, View view) {
    for (ApplyResult.Settled settled : result.settled()) {
      byRequestId
          .getOrDefault(settled.requestId(), List.of())
          .forEach(
              wait ->
                  wait.settled()
                      .complete(new Applied(settled.reply(), settled.mentioned(), view, 0)));
    }
  }

  /** Nobody here will hear when their turn comes. */
  void fail(UnavailableException reason) {
    byRequestId
        .values()
        .forEach(waits -> waits.forEach(wait -> wait.settled().completeExceptionally(reason)));
  }

  private void remove(LockWait wait) {
    byRequestId.computeIfPresent(
        wait.requestId(),
        (id, waits) -> {
          List<LockWait> rest = waits.stream().filter(other -> other != wait).toList();
          return rest.isEmpty() ? null : rest;
        });
    callersAt.computeIfPresent(wait.place(), (place, count) -> count == 1 ? null : count - 1);
  }
}
