package io.gaia.core;

import io.gaia.core.map.ExpiringMap;
import io.gaia.core.map.OrderedMap;
import io.gaia.core.map.Pair;
import io.gaia.core.model.Change;
import io.gaia.core.model.IdempotencyRecord;
import io.gaia.core.model.Lesson;
import io.gaia.core.model.Lock;
import io.gaia.core.model.Session;
import io.gaia.core.model.Task;
import io.gaia.core.model.TaskOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From a snapshot's records back to a state: entities as they are, indexes built anew. */
final class Restoration {
  private Restoration() {}

  static State of(StateImage image) {
    State state = new State();
    counters(state, image);
    state.sessions = OrderedMap.sorted(image.sessions(), Session::id);
    for (Session session : image.sessions()) {
      state.indexes.session(Optional.empty(), Optional.of(session));
    }
    state.lessons = OrderedMap.sorted(image.lessons(), Lesson::id);
    state.affinities =
        OrderedMap.sorted(
            image.affinities(), affinity -> new Pair(affinity.sessionId(), affinity.lessonId()));
    state.tasks = OrderedMap.sorted(image.tasks(), Task::id);
    state.indexes.load(image.tasks());
    state.locks = OrderedMap.sorted(image.locks(), Lock::key);
    for (Lock lock : image.locks()) {
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
    state.raisedFormat = counters.formatVersion();
    state.settings = image.settings();
  }

  private static void memories(State state, StateImage image) {
    state.idempotency = ExpiringMap.sorted(image.idempotency(), IdempotencyRecord::key);
    state.outcomes = ExpiringMap.sorted(image.outcomes(), TaskOutcome::taskId);
    state.replies = ExpiringMap.sorted(image.replies(), StoredReply::requestId);
    state.changes = OrderedMap.sorted(image.changes(), change -> change);
    List<Map.Entry<Pair, Change>> changedAt = new ArrayList<>();
    for (Change change : image.changes()) {
      changedAt.add(Map.entry(new Pair(change.kind().name(), change.id()), change));
    }
    state.changedAt = OrderedMap.ofEntries(changedAt);
  }
}
