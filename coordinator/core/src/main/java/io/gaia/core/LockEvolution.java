package io.gaia.core;

import io.gaia.core.event.LockEvent;
import io.gaia.core.model.Lock;
import io.gaia.core.model.Waiter;
import java.util.ArrayList;
import java.util.List;

/** How lock events change the state. */
final class LockEvolution implements LockEvent.Cases<State> {
  /** A lock between two owners, which no view ever sees. */
  private static final String NOBODY = "";

  private final State state;

  LockEvolution(State state) {
    this.state = state;
  }

  @Override
  public State lockAcquired(LockEvent.LockAcquired event) {
    List<Waiter> queue =
        state
            .locks
            .get(event.key())
            .map(lock -> without(lock, event.sessionId()))
            .orElse(List.of());
    return state.put(
        new Lock(
            event.key(),
            event.sessionId(),
            event.incarnation(),
            event.fence(),
            event.ttlMs(),
            state.nowMs,
            state.nowMs + event.ttlMs(),
            0,
            false,
            event.metadata(),
            queue));
  }

  @Override
  public State lockRenewed(LockEvent.LockRenewed event) {
    return state.put(lock(event.key()).renewed(event.ttlMs(), state.nowMs + event.ttlMs()));
  }

  @Override
  public State lockReleased(LockEvent.LockReleased event) {
    return free(lock(event.key()));
  }

  @Override
  public State lockExpired(LockEvent.LockExpired event) {
    return free(lock(event.key()));
  }

  @Override
  public State lockOrphaned(LockEvent.LockOrphaned event) {
    return state.put(lock(event.key()).orphaned(event.endsAtMs()));
  }

  @Override
  public State lockQueueJoined(LockEvent.LockQueueJoined event) {
    Lock lock = lock(event.key());
    List<Waiter> queue = new ArrayList<>(lock.waiters());
    queue.replaceAll(
        waiter -> waiter.sessionId().equals(event.waiter().sessionId()) ? event.waiter() : waiter);
    if (!queue.contains(event.waiter())) {
      queue.add(event.waiter());
    }
    return state.put(lock.queue(queue));
  }

  @Override
  public State lockQueueLeft(LockEvent.LockQueueLeft event) {
    Lock lock = lock(event.key());
    return state.put(lock.queue(without(lock, event.sessionId())));
  }

  private State free(Lock lock) {
    return lock.waiters().isEmpty() ? state.remove(lock) : state.put(lock.ownedBy(NOBODY));
  }

  private static List<Waiter> without(Lock lock, String sessionId) {
    return lock.waiters().stream().filter(w -> !w.sessionId().equals(sessionId)).toList();
  }

  private Lock lock(String key) {
    return state.locks.get(key).orElseThrow();
  }
}
