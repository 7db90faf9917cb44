package io.gaia.core;

import io.gaia.core.event.SessionEvent;
import io.gaia.core.model.Session;

/** What happens to the tasks and locks of a session that ends. */
final class SessionEnd {
  private final Turn turn;
  private final ClaimEndings endings;
  private final LockQueue locks;

  SessionEnd(Turn turn, ClaimEndings endings, LockQueue locks) {
    this.turn = turn;
    this.endings = endings;
    this.locks = locks;
  }

  /** It died, or counts as dead: its tasks are lost, its locks wait out the delay. */
  void fail(Session session, String reason) {
    turn.emit(new SessionEvent.SessionFailed(session.id(), reason));
    for (String taskId : State.secondsOf(turn.state.indexes.claims, session.id())) {
      endings.lose(turn.state.tasks.get(taskId).orElseThrow(), "session failed: " + reason);
    }
    locks.leaveAll(session.id());
    locks.orphanAll(session.id());
  }

  /** It goes in good order: nothing is counted, nothing is delayed. */
  void leave(Session session) {
    turn.emit(new SessionEvent.SessionUnregistered(session.id()));
    for (String taskId : State.secondsOf(turn.state.indexes.claims, session.id())) {
      endings.giveBack(turn.state.tasks.get(taskId).orElseThrow(), java.util.OptionalLong.empty());
    }
    locks.leaveAll(session.id());
    locks.releaseAll(session.id());
  }
}
