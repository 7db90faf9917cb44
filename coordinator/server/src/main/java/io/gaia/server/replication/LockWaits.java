package io.gaia.server.replication;

import io.gaia.core.ApplyResult;
import io.gaia.core.View;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Callers whose answer comes with a later entry than their command. */
final class LockWaits {
  private final Map<String, List<CompletableFuture<Applied>>> byRequestId =
      new ConcurrentHashMap<>();

  /** Registered before the command is proposed, because its turn may come at once. */
  void add(String requestId, CompletableFuture<Applied> future) {
    byRequestId.merge(
        requestId, List.of(future), (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
    future.whenComplete((applied, failure) -> remove(requestId, future));
  }

  void settle(ApplyResult result, View view) {
    for (ApplyResult.Settled settled : result.settled()) {
      byRequestId
          .getOrDefault(settled.requestId(), List.of())
          .forEach(future -> future.complete(new Applied(settled.reply(), view)));
    }
  }

  private void remove(String requestId, CompletableFuture<Applied> future) {
    byRequestId.computeIfPresent(
        requestId,
        (id, futures) -> {
          List<CompletableFuture<Applied>> rest =
              futures.stream().filter(other -> other != future).toList();
          return rest.isEmpty() ? null : rest;
        });
  }
}
