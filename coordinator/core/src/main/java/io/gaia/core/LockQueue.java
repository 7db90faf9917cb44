package io.gaia.core;

import io.gaia.core.event.LockEvent;
import io.gaia.core.model.Lock;
import io.gaia.core.model.Session;
import io.gaia.core.model.Waiter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How a lock passes from one owner to the next. */
final class LockQueue {
  private final Turn turn;
  private final State state;

  LockQueue(Turn turn) {
    this.turn = turn;
    this.state = turn.state;
  }

  Reply grant(String key, Session session, long ttlMs, String metadata) {
    turn.emit(
        new LockEvent.LockAcquired(
            key, session.id(), session.incarnation(), state.fence + 1, ttlMs, metadata));
    return locked(key, false);
  }

  Reply locked(String key, boolean renewed) {
    Lock lock = state.locks.get(key).orElseThrow();
    return new Reply.Locked(
        key, lock.fence(), lock.acquiredAtMs(), state.promisedEndMs(lock), renewed);
  }

  Refusal held(Lock lock) {
    return new Refusal(
        Refusal.Code.LOCK_HELD,
        "session " + lock.ownerId() + " holds lock " + lock.key(),
        Optional.empty(),
        OptionalLong.of(lock.endsAtMs()));
  }

  void release(Lock lock) {
    turn.emit(new LockEvent.LockReleased(lock.key(), lock.ownerId(), lock.fence()));
    passOn(lock);
  }

  void expire(Lock lock) {
    turn.emit(new LockEvent.LockExpired(lock.key(), lock.ownerId(), lock.fence()));
    passOn(lock);
  }

  /** Waiters of dead sessions have left already, so the first has it. */
  private void passOn(Lock before) {
    List<Waiter> waiters = before.waiters();
    if (!waiters.isEmpty()) {
      Waiter next = waiters.get(0);
      Session session = state.sessions.get(next.sessionId()).orElseThrow();
      turn.settle(next.requestId(), grant(before.key(), session, next.ttlMs(), next.metadata()));
    }
  }

  /** It waits no more, because its time is over. */
  void leave(String key, String sessionId) {
    Lock lock = state.locks.get(key).orElseThrow();
    Waiter waiter = waiterOf(lock, sessionId);
    turn.emit(new LockEvent.LockQueueLeft(key, sessionId));
    disappoint(waiter, lock);
  }

  /** Its client has gone, so nobody hears the answer: a retry of the request waits anew. */
  void abandon(String key, String sessionId) {
    Optional<String> requestId =
        waiterOf(state.locks.get(key).orElseThrow(), sessionId).requestId();
    leave(key, sessionId);
    turn.forget(requestId);
  }

  private static Waiter waiterOf(Lock lock, String sessionId) {
    return lock.waiters().stream()
        .filter(waiter -> waiter.sessionId().equals(sessionId))
        .findFirst()
        .orElseThrow();
  }

  void disappoint(Waiter waiter, Lock lock) {
    turn.settle(waiter.requestId(), new Reply.Refused(held(lock)));
  }

  void leaveAll(String sessionId) {
    for (String key : State.secondsOf(state.indexes.waits, sessionId)) {
      leave(key, sessionId);
    }
  }

  /** Its owner died, but may not know it: others wait for the lock delay. */
  void orphanAll(String sessionId) {
    for (String key : State.secondsOf(state.indexes.ownedLocks, sessionId)) {
      Lock lock = state.locks.get(key).orElseThrow();
      if (!lock.orphaned()) {
        long endsAtMs = Math.min(lock.endsAtMs(), state.nowMs + state.settings.lockDelayMs());
        turn.emit(new LockEvent.LockOrphaned(key, endsAtMs));
      }
    }
  }

  void releaseAll(String sessionId) {
    for (String key : State.secondsOf(state.indexes.ownedLocks, sessionId)) {
      Lock lock = state.locks.get(key).orElseThrow();
      if (!lock.orphaned()) {
        release(lock);
      }
    }
  }
}
