package io.gaia.core;

import io.gaia.core.command.LockCommand;
import io.gaia.core.event.LockEvent;
import io.gaia.core.model.Lock;
import io.gaia.core.model.Session;
import io.gaia.core.model.Waiter;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Decides what is asked about locks. */
final class LockRules implements LockCommand.Cases<Reply> {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._:-]{1,200}");
  private static final long MAX_TTL_MS = 24 * 3_600_000L;
  private static final long MAX_WAIT_MS = 25_000;

  private final Turn turn;
  private final State state;
  private final LockQueue queue;

  LockRules(Turn turn, LockQueue queue) {
    this.turn = turn;
    this.state = turn.state;
    this.queue = queue;
  }

  @Override
  public Reply acquireLock(LockCommand.AcquireLock command) {
    Optional<Refusal> fault =
        new Checks()
            .pattern("key", command.key(), KEY)
            .range("ttl_seconds", command.ttlMs(), 1, MAX_TTL_MS)
            .range("wait_seconds", command.waitMs(), 0, MAX_WAIT_MS)
            .json("metadata", command.metadata())
            .fault();
    if (fault.isPresent()) {
      return turn.refuse(fault.get());
    }
    return turn.living(
        command.sessionId(), command.incarnation(), session -> acquired(command, session));
  }

  private Reply acquired(LockCommand.AcquireLock command, Session session) {
    Optional<Lock> lock = state.locks.get(command.key());
    if (lock.isEmpty()) {
      return queue.grant(command.key(), session, command.ttlMs(), command.metadata());
    }
    if (isOwner(lock.get(), session)) {
      turn.emit(new LockEvent.LockRenewed(command.key(), lock.get().fence(), command.ttlMs()));
      return queue.locked(command.key(), true);
    }
    return command.waitMs() == 0
        ? turn.refuse(queue.held(lock.get()))
        : waiting(command, session, lock.get());
  }

  private static boolean isOwner(Lock lock, Session session) {
    return lock.ownerId().equals(session.id())
        && lock.incarnation() == session.incarnation()
        && !lock.orphaned();
  }

  private Reply waiting(LockCommand.AcquireLock command, Session session, Lock lock) {
    Optional<Waiter> before =
        lock.waiters().stream().filter(w -> w.sessionId().equals(session.id())).findFirst();
    if (before.isEmpty() && lock.waiters().size() >= state.settings.maxLockWaiters()) {
      return turn.refuse(
          Refusal.Code.TOO_MANY,
          lock.waiters().size() + " sessions wait for lock " + command.key() + " already");
    }
    before
        .filter(waiter -> !waiter.requestId().equals(turn.requestId()))
        .ifPresent(waiter -> queue.disappoint(waiter, lock));
    turn.emit(
        new LockEvent.LockQueueJoined(
            command.key(),
            new Waiter(
                session.id(),
                session.incarnation(),
                turn.requestId(),
                command.ttlMs(),
                state.nowMs + command.waitMs(),
                command.metadata())));
    return new Reply.Waiting(command.key());
  }

  @Override
  public Reply renewLock(LockCommand.RenewLock command) {
    Optional<Lock> lock = held(command.key(), command.sessionId(), command.fence());
    if (lock.isEmpty() || lock.get().orphaned()) {
      return stale(command.key(), command.fence());
    }
    long ttlMs = command.ttlMs().orElse(lock.get().ttlMs());
    Optional<Refusal> fault = new Checks().range("ttl_seconds", ttlMs, 1, MAX_TTL_MS).fault();
    if (fault.isPresent()) {
      return turn.refuse(fault.get());
    }
    return turn.living(
        command.sessionId(),
        OptionalLong.empty(),
        session -> {
          turn.emit(new LockEvent.LockRenewed(command.key(), command.fence(), ttlMs));
          return queue.locked(command.key(), true);
        });
  }

  /** A lock that is gone already is what the command wants. */
  @Override
  public Reply releaseLock(LockCommand.ReleaseLock command) {
    if (!state.locks.has(command.key())) {
      return new Reply.Changed(command.key(), false);
    }
    Optional<Lock> lock = held(command.key(), command.sessionId(), command.fence());
    if (lock.isEmpty()) {
      return stale(command.key(), command.fence());
    }
    queue.release(lock.get());
    return new Reply.Changed(command.key(), true);
  }

  @Override
  public Reply leaveLockQueue(LockCommand.LeaveLockQueue command) {
    boolean waits =
        state
            .locks
            .get(command.key())
            .filter(
                lock ->
                    lock.waiters().stream()
                        .anyMatch(w -> w.sessionId().equals(command.sessionId())))
            .isPresent();
    if (waits) {
      queue.abandon(command.key(), command.sessionId());
    }
    return new Reply.Changed(command.key(), waits);
  }

  private Optional<Lock> held(String key, String sessionId, long fence) {
    return state
        .locks
        .get(key)
        .filter(lock -> lock.fence() == fence && lock.ownerId().equals(sessionId));
  }

  private Reply stale(String key, long fence) {
    return turn.refuse(Refusal.Code.STALE_FENCE, "fence " + fence + " does not hold lock " + key);
  }
}
