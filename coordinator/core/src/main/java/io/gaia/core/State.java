package io.gaia.core;

import io.gaia.core.command.ClusterCommand.RaiseFormat;
import io.gaia.core.map.ExpiringMap;
import io.gaia.core.map.OrderedMap;
import io.gaia.core.map.Pair;
import io.gaia.core.model.Affinity;
import io.gaia.core.model.Change;
import io.gaia.core.model.Claim;
import io.gaia.core.model.EntityKind;
import io.gaia.core.model.Hash16;
import io.gaia.core.model.IdempotencyRecord;
import io.gaia.core.model.Lesson;
import io.gaia.core.model.Lock;
import io.gaia.core.model.Session;
import io.gaia.core.model.Task;
import io.gaia.core.model.TaskOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that is replicated. The maps are immutable and only the fields change, so {@link #copy} is a
 * few references and a copy that nobody writes to is a view for any thread.
 *
 * <p>Every {@code put} and {@code remove} keeps the indexes, the counts and the change list true.
 */
final class State {
  long index;
  long nowMs;

  /** How far time has moved without passing, in all. */
  long movedMs;

  long fence;
  long sequence;
  long projectedIndex;
  long relayedIndex;
  int relayedOrdinal;
  long term;
  String leaderId = "";
  boolean queuePaused;

  /** The format version; 0 until it is first raised. */
  int raisedFormat;

  Settings settings = Settings.DEFAULTS;
  OrderedMap<String, Session> sessions = OrderedMap.empty();
  OrderedMap<String, Lesson> lessons = OrderedMap.empty();
  OrderedMap<Pair, Affinity> affinities = OrderedMap.empty();
  OrderedMap<String, Task> tasks = OrderedMap.empty();
  OrderedMap<String, Lock> locks = OrderedMap.empty();
  ExpiringMap<Hash16, IdempotencyRecord> idempotency = ExpiringMap.empty();
  ExpiringMap<String, TaskOutcome> outcomes = ExpiringMap.empty();
  ExpiringMap<String, StoredReply> replies = ExpiringMap.empty();
  OrderedMap<Change, Change> changes = OrderedMap.empty();
  OrderedMap<Pair, Change> changedAt = OrderedMap.empty();
  Indexes indexes = new Indexes();

  /** What log entries and snapshots may hold. */
  int formatVersion() {
    return Math.max(RaiseFormat.FIRST, raisedFormat);
  }

  State copy() {
    State copy = new State();
    copy.index = index;
    copy.nowMs = nowMs;
    copy.movedMs = movedMs;
    copy.fence = fence;
    copy.sequence = sequence;
    copy.projectedIndex = projectedIndex;
    copy.relayedIndex = relayedIndex;
    copy.relayedOrdinal = relayedOrdinal;
    copy.term = term;
    copy.leaderId = leaderId;
    copy.queuePaused = queuePaused;
    copy.raisedFormat = raisedFormat;
    copy.settings = settings;
    copy.sessions = sessions;
    copy.lessons = lessons;
    copy.affinities = affinities;
    copy.tasks = tasks;
    copy.locks = locks;
    copy.idempotency = idempotency;
    copy.outcomes = outcomes;
    copy.replies = replies;
    copy.changes = changes;
    copy.changedAt = changedAt;
    copy.indexes = new Indexes(indexes);
    return copy;
  }

  /** Time that passed under leaders. What must outlast a time without one is counted by it. */
  long ledMs() {
    return nowMs - movedMs;
  }

  State put(Session session) {
    indexes.session(sessions.get(session.id()), Optional.of(session));
    sessions = sessions.put(session.id(), session);
    return changed(EntityKind.SESSION, session.id(), false);
  }

  State remove(Session session) {
    indexes.session(Optional.of(session), Optional.empty());
    sessions = sessions.remove(session.id());
    return changed(EntityKind.SESSION, session.id(), true);
  }

  State put(Lesson lesson) {
    lessons = lessons.put(lesson.id(), lesson);
    return changed(EntityKind.LESSON, lesson.id(), false);
  }

  State put(Affinity affinity) {
    affinities = affinities.put(new Pair(affinity.sessionId(), affinity.lessonId()), affinity);
    return changed(EntityKind.AFFINITY, affinityId(affinity), false);
  }

  State remove(Affinity affinity) {
    affinities = affinities.remove(new Pair(affinity.sessionId(), affinity.lessonId()));
    return changed(EntityKind.AFFINITY, affinityId(affinity), true);
  }

  State put(Lock lock) {
    indexes.lock(locks.get(lock.key()), Optional.of(lock));
    locks = locks.put(lock.key(), lock);
    fence = Math.max(fence, lock.fence());
    return changed(EntityKind.LOCK, lock.key(), false);
  }

  State remove(Lock lock) {
    indexes.lock(Optional.of(lock), Optional.empty());
    locks = locks.remove(lock.key());
    return changed(EntityKind.LOCK, lock.key(), true);
  }

  State put(Task task) {
    Optional<Task> before = tasks.get(task.id());
    indexes.task(before, Optional.of(task));
    tasks = tasks.put(task.id(), task);
    fence = Math.max(fence, task.fence());
    sequence = Math.max(sequence, task.sequence());
    countClaims(before.flatMap(Task::claim), task.claim());
    countInLesson(before, task);
    return changed(EntityKind.TASK, task.id(), false);
  }

  /** The lesson goes on counting it. */
  State remove(Task task) {
    indexes.task(Optional.of(task), Optional.empty());
    tasks = tasks.remove(task.id());
    return changed(EntityKind.TASK, task.id(), true);
  }

  private void countClaims(Optional<Claim> before, Optional<Claim> after) {
    if (before.isPresent() != after.isPresent()) {
      sessions
          .get(before.or(() -> after).orElseThrow().sessionId())
          .ifPresent(session -> put(session.edit().tasks(after.isPresent() ? 1 : -1).done()));
    }
  }

  private void countInLesson(Optional<Task> before, Task after) {
    if (before.map(Task::status).equals(Optional.of(after.status()))) {
      return;
    }
    after
        .spec()
        .lessonId()
        .flatMap(lessons::get)
        .ifPresent(
            lesson ->
                put(
                    before
                        .map(task -> lesson.counted(task.status(), -1))
                        .orElse(lesson)
                        .counted(after.status(), 1)));
  }

  State changed(EntityKind kind, String id, boolean deleted) {
    Pair key = new Pair(kind.name(), id);
    Optional<Change> before = changedAt.get(key);
    Change change = new Change(index, kind, id, deleted);
    if (before.equals(Optional.of(change))) {
      return this;
    }
    before.ifPresent(old -> changes = changes.remove(old));
    changes = changes.put(change, change);
    changedAt = changedAt.put(key, change);
    return this;
  }

  State projected(long upToIndex) {
    Optional<Change> oldest = changes.firstKey();
    while (oldest.isPresent() && oldest.get().index() <= upToIndex) {
      Change change = oldest.get();
      changes = changes.remove(change);
      changedAt = changedAt.remove(new Pair(change.kind().name(), change.id()));
      oldest = changes.firstKey();
    }
    projectedIndex = Math.max(projectedIndex, upToIndex);
    return this;
  }

  boolean hasUnprojectedChange(EntityKind kind, String id) {
    return changedAt.has(new Pair(kind.name(), id));
  }

  /** The second parts of all pairs with that first part, in order. */
  static List<String> secondsOf(OrderedMap<Pair, Pair> pairs, String first) {
    List<String> seconds = new ArrayList<>();
    for (Pair pair : pairs.from(Pair.startOf(first))) {
      if (!pair.first().equals(first)) {
        break;
      }
      seconds.add(pair.second());
    }
    return seconds;
  }

  List<Affinity> affinitiesOf(String sessionId) {
    List<Affinity> found = new ArrayList<>();
    for (Affinity affinity : affinities.from(Pair.startOf(sessionId))) {
      if (!affinity.sessionId().equals(sessionId)) {
        break;
      }
      found.add(affinity);
    }
    return found;
  }

  /** Not before that time does the lock end, unless its owner gives it up or is declared dead. */
  long promisedEndMs(Lock lock) {
    long ownerEndMs =
        sessions
            .get(lock.ownerId())
            .filter(owner -> owner.lives() && owner.incarnation() == lock.incarnation())
            .map(owner -> owner.leaseExpiresAtMs() + settings.lockDelayMs())
            .orElse(lock.endsAtMs());
    return Math.min(lock.endsAtMs(), ownerEndMs);
  }

  private static String affinityId(Affinity affinity) {
    return affinity.sessionId() + " " + affinity.lessonId();
  }
}
