package io.gaia.server.replication;

import io.gaia.core.command.LockCommand.AcquireLock;
import java.util.concurrent.CompletableFuture;

/**
 * One request that may stand in a lock's queue.
 *
 * @param entered the command's own answer: {@link io.gaia.core.Reply.Waiting} when it stands there
 * @param settled the answer when its turn has come, or its time is over
 */
public record LockWait(
    String requestId,
    Place place,
    CompletableFuture<Applied> entered,
    CompletableFuture<Applied> settled) {

  /** A session has one place in a lock's queue, however often it asks. */
  record Place(String key, String sessionId) {}

  static LockWait of(String requestId, AcquireLock command) {
    return new LockWait(
        requestId,
        new Place(command.key(), command.sessionId()),
        new CompletableFuture<>(),
        new CompletableFuture<>());
  }
}
