package io.gaia.core;

import io.gaia.core.map.Pair;
import io.gaia.core.model.Affinity;
import io.gaia.core.model.Change;
import io.gaia.core.model.IdempotencyRecord;
import io.gaia.core.model.Lesson;
import io.gaia.core.model.Lock;
import io.gaia.core.model.Session;
import io.gaia.core.model.Task;
import io.gaia.core.model.TaskOutcome;
import java.util.Optional;

/** From a snapshot's records back to a state: entities as they are, indexes built anew. */
final class Restoration {
  private Restoration() {}

  static State of(StateImage image) {
    State state = new State();
    counters(state, image);
    for (Session session : image.sessions()) {
      state.sessions = state.sessions.put(session.id(), session);
      state.indexes.session(Optional.empty(), Optional.of(session));
    }
    for (Lesson lesson : image.lessons()) {
      state.lessons = state.lessons.put(lesson.id(), lesson);
    }
    for (Affinity affinity : image.affinities()) {
      state.affinities =
          state.affinities.put(new Pair(affinity.sessionId(), affinity.lessonId()), affinity);
    }
    for (Task task : image.tasks()) {
      state.tasks = state.tasks.put(task.id(), task);
      state.indexes.task(Optional.empty(), Optional.of(task));
    }
    for (Lock lock : image.locks()) {
      state.locks = state.locks.put(lock.key(), lock);
      state.indexes.lock(Optional.empty(), Optional.of(lock));
    }
    memories(state, image);
    return state;
  }

  private static void counters(State state, StateImage image) {
    StateImage.Counters counters = image.counters();
    state.index = counters.index();
    state.nowMs = counters.nowMs();
    state.fence = counters.fence();
    state.sequence = counters.sequence();
    state.projectedIndex = counters.projectedIndex();
    state.term = counters.term();
    state.leaderId = counters.leaderId();
    state.queuePaused = counters.queuePaused();
    state.relayedIndex = counters.relayedIndex();
    state.relayedOrdinal = counters.relayedOrdinal();
    state.movedMs = counters.movedMs();
    state.settings = image.settings();
  }

  private static void memories(State state, StateImage image) {
    for (IdempotencyRecord known : image.idempotency()) {
      state.idempotency = state.idempotency.put(known.key(), known);
    }
    for (TaskOutcome outcome : image.outcomes()) {
      state.outcomes = state.outcomes.put(outcome.taskId(), outcome);
    }
    for (StoredReply reply : image.replies()) {
      state.replies = state.replies.put(reply.requestId(), reply);
    }
    for (Change change : image.changes()) {
      state.changes = state.changes.put(change, change);
      state.changedAt = state.changedAt.put(new Pair(change.kind().name(), change.id()), change);
    }
  }
}
