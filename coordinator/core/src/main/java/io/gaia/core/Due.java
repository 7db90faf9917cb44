package io.gaia.core;

import io.gaia.core.event.SessionEvent;
import io.gaia.core.event.TaskEvent;
import java.util.Optional;

/**
 * Fires what has come due, in the order of time, kind and id. What is left over is due at once: the
 * leader proposes the next entry for it.
 */
final class Due {
  /** After a long time without a leader much is due at once: an entry must not take seconds. */
  private static final int FIRED_AT_ONCE = 10_000;

  private final Turn turn;
  private final State state;
  private final SessionEnd end;
  private final ClaimEndings endings;
  private final LockQueue locks;

  Due(Turn turn, SessionEnd end, ClaimEndings endings, LockQueue locks) {
    this.turn = turn;
    this.state = turn.state;
    this.end = end;
    this.endings = endings;
    this.locks = locks;
  }

  void fire() {
    Optional<Deadline> next = state.indexes.deadlines.firstKey();
    int fired = 0;
    while (next.isPresent() && next.get().atMs() <= state.nowMs && fired++ < FIRED_AT_ONCE) {
      fire(next.get());
      if (state.indexes.deadlines.has(next.get())) {
        throw new IllegalStateException("it fired and is still due: " + next.get());
      }
      next = state.indexes.deadlines.firstKey();
    }
  }

  private void fire(Deadline deadline) {
    String id = deadline.id();
    switch (deadline.kind()) {
      case SESSION_SILENT -> turn.emit(new SessionEvent.SessionDegraded(id));
      case SESSION_LEASE -> end.fail(state.sessions.get(id).orElseThrow(), "its lease ran out");
      case SESSION_STALL -> turn.emit(new SessionEvent.SessionStalled(id));
      case TASK_CLAIM -> endings.lose(state.tasks.get(id).orElseThrow(), "its claim ran out");
      case TASK_DUE -> turn.emit(new TaskEvent.TaskReady(id));
      case LOCK_END -> locks.expire(state.locks.get(id).orElseThrow());
      case LOCK_WAIT -> {
        int blank = id.indexOf(' ');
        locks.leave(id.substring(0, blank), id.substring(blank + 1));
      }
    }
  }
}
