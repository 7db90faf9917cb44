package io.gaia.core.model;

import java.util.List;

/**
 * A held lock. Times are state time in milliseconds.
 *
 * @param fence strictly grows per key
 * @param endsAtMs when it ends if nothing else happens: its ttl, or the lock delay after its owner
 *     died
 * @param orphaned its owner is dead and the lock delay runs
 * @param waiters in the order in which they get it
 */
public record Lock(
    String key,
    String ownerId,
    long incarnation,
    long fence,
    long ttlMs,
    long acquiredAtMs,
    long endsAtMs,
    int renewedCount,
    boolean orphaned,
    String metadata,
    List<Waiter> waiters) {
  public Lock {
    waiters = List.copyOf(waiters);
  }

  public Lock renewed(long forMs, long untilMs) {
    return new Lock(
        key,
        ownerId,
        incarnation,
        fence,
        forMs,
        acquiredAtMs,
        untilMs,
        renewedCount + 1,
        orphaned,
        metadata,
        waiters);
  }

  /** Its owner is dead: it ends at the lock delay, or earlier if it would have. */
  public Lock orphaned(long untilMs) {
    return new Lock(
        key,
        ownerId,
        incarnation,
        fence,
        ttlMs,
        acquiredAtMs,
        untilMs,
        renewedCount,
        true,
        metadata,
        waiters);
  }

  public Lock queue(List<Waiter> waiting) {
    return new Lock(
        key,
        ownerId,
        incarnation,
        fence,
        ttlMs,
        acquiredAtMs,
        endsAtMs,
        renewedCount,
        orphaned,
        metadata,
        waiting);
  }

  /** Time moved without passing: what runs moves along. */
  public Lock endsMoved(long byMs) {
    return new Lock(
        key,
        ownerId,
        incarnation,
        fence,
        ttlMs,
        acquiredAtMs,
        endsAtMs + byMs,
        renewedCount,
        orphaned,
        metadata,
        waiters.stream().map(waiter -> waiter.endMoved(byMs)).toList());
  }

  public Lock ownedBy(String sessionId) {
    return new Lock(
        key,
        sessionId,
        incarnation,
        fence,
        ttlMs,
        acquiredAtMs,
        endsAtMs,
        renewedCount,
        orphaned,
        metadata,
        waiters);
  }
}
