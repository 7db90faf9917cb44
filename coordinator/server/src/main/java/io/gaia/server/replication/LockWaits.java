package io.gaia.server.replication;

import io.gaia.core.ApplyResult;
import io.gaia.core.View;
import io.gaia.core.command.LockCommand.AcquireLock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Callers whose answer comes with a later entry than their command. Thread safe. */
final class LockWaits {
  private final Map<String, List<LockWait>> byRequestId = new ConcurrentHashMap<>();
  private final Map<LockWait.Place, Integer> callersAt = new ConcurrentHashMap<>();

  /** Registered before the command is proposed, because its turn may come at once. */
  LockWait add(String requestId, AcquireLock command) {
    LockWait wait = LockWait.of(requestId, command);
    byRequestId.merge(
        requestId, List.of(wait), (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
    callersAt.merge(wait.place(), 1, Integer::sum);
    wait.settled().whenComplete((applied, failure) -> remove(wait));
    return wait;
  }

  void settle(ApplyResult result, View view) {
    for (ApplyResult.Settled settled : result.settled()) {
      byRequestId
          .getOrDefault(settled.requestId(), List.of())
          .forEach(
              wait ->
                  wait.settled().complete(new Applied(settled.reply(), settled.mentioned(), view)));
    }
  }

  /** Whether another request of the session waits for the same lock. */
  boolean isAnyoneAt(LockWait.Place place) {
    return callersAt.containsKey(place);
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
