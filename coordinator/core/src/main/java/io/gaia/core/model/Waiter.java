package io.gaia.core.model;

import java.util.Optional;

/**
 * A session that stands in a lock's queue.
 *
 * @param requestId answered when it gets the lock or gives up
 * @param ttlMs of the lock once it has it
 * @param untilMs when it stops waiting
 */
public record Waiter(
    String sessionId,
    long incarnation,
    Optional<String> requestId,
    long ttlMs,
    long untilMs,
    String metadata) {

  Waiter endMoved(long byMs) {
    return new Waiter(sessionId, incarnation, requestId, ttlMs, untilMs + byMs, metadata);
  }
}
