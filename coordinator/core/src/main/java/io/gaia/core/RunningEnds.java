package io.gaia.core;

import io.gaia.core.map.Pair;
import io.gaia.core.model.Claim;
import io.gaia.core.model.Lock;
import io.gaia.core.model.Session;
import io.gaia.core.model.Task;

/**
 * The ends that run: leases, claims, locks and their delays, waits, stalls. When time moves without
 * passing they move along, so that nothing ends because nobody led. What has a date, such as a
 * task's run_at, keeps it and simply comes due.
 */
final class RunningEnds {
  private RunningEnds() {}

  static State move(State state, long byMs) {
    state.nowMs += byMs;
    state.movedMs += byMs;
    for (Session session : state.sessions) {
      if (session.lives()) {
        state.put(session.edit().endsMoved(byMs).done());
      }
    }
    for (Pair claimed : state.indexes.claims) {
      Task task = state.tasks.get(claimed.second()).orElseThrow();
      Claim claim = task.claim().orElseThrow();
      state.put(task.edit().claim(claim.expiresAt(claim.expiresAtMs() + byMs)).done());
    }
    for (Lock lock : state.locks) {
      state.put(lock.endsMoved(byMs));
    }
    return state;
  }
}
