package io.gaia.core;

import io.gaia.core.map.Pair;
import io.gaia.core.model.Affinity;
import io.gaia.core.model.Change;
import io.gaia.core.model.EntityKind;
import io.gaia.core.model.Health;
import io.gaia.core.model.Lesson;
import io.gaia.core.model.Lock;
import io.gaia.core.model.Session;
import io.gaia.core.model.Task;
import io.gaia.core.model.TaskOutcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The state after one log entry. Immutable: any thread may ask, and gets answers that fit together.
 */
public final class View {
  private final State state;

  /** The state must not change any more. */
  View(State state) {
    this.state = state;
  }

  /** Of the last applied log entry. */
  public long index() {
    return state.index;
  }

  /** State time: leases and other ends compare to it. */
  public long nowMs() {
    return state.nowMs;
  }

  /** How far state time has moved without passing, in all. */
  public long movedMs() {
    return state.movedMs;
  }

  /** State time that passed under leaders. */
  public long ledMs() {
    return state.ledMs();
  }

  /** What log entries and snapshots may hold, because every member of the group can read it. */
  public int formatVersion() {
    return state.formatVersion();
  }

  public Settings settings() {
    return state.settings;
  }

  public long term() {
    return state.term;
  }

  /** Empty before the first election. */
  public String leaderId() {
    return state.leaderId;
  }

  public OptionalLong nextDeadline() {
    return state.indexes.deadlines.firstKey().stream().mapToLong(Deadline::atMs).findFirst();
  }

  public Optional<Session> session(String id) {
    return state.sessions.get(id);
  }

  public Optional<Session> sessionNamed(String name) {
    return state.indexes.names.get(name).flatMap(state.sessions::get);
  }

  /** In the order of their ids. */
  public Iterable<Session> sessions() {
    return state.sessions;
  }

  /**
   * Who could take a task of that lesson now: healthy, with room; closest first, then least loaded.
   */
  public List<Session> availableSessions(Optional<String> lessonId) {
    List<Session> available = new ArrayList<>();
    for (Session session : state.sessions) {
      if (session.health() == Health.HEALTHY && session.room(state.nowMs) > 0) {
        available.add(session);
      }
    }
    available.sort(
        Comparator.comparingLong((Session session) -> -closeness(session, lessonId))
            .thenComparingInt(Session::currentTaskCount)
            .thenComparing(Session::id));
    return available;
  }

  private long closeness(Session session, Optional<String> lessonId) {
    return lessonId.map(lesson -> WorkSelection.bonusMs(state, session, lesson)).orElse(0L);
  }

  public List<Affinity> affinities(String sessionId) {
    return state.affinitiesOf(sessionId);
  }

  /** In the order of their sessions' ids. */
  public Iterable<Affinity> affinities() {
    return state.affinities;
  }

  /** What the session holds, in the order of ids. */
  public List<Task> claimsOf(String sessionId) {
    return State.secondsOf(state.indexes.claims, sessionId).stream()
        .map(id -> state.tasks.get(id).orElseThrow())
        .toList();
  }

  /** Whether a claim by that session would get something now. */
  public boolean hasWorkFor(String sessionId, Optional<String> lessonId) {
    return state
        .sessions
        .get(sessionId)
        .flatMap(session -> WorkSelection.next(state, session, lessonId))
        .isPresent();
  }

  /**
   * The task that a claim by that session would get now.
   *
   * @param isSpokenFor tells tasks that do not count; the fewer, the cheaper
   */
  public Optional<String> workFor(
      String sessionId, Optional<String> lessonId, Predicate<String> isSpokenFor) {
    return state
        .sessions
        .get(sessionId)
        .flatMap(session -> WorkSelection.next(state, session, lessonId, isSpokenFor))
        .map(Task::id);
  }

  public Optional<Task> task(String id) {
    return state.tasks.get(id);
  }

  /** What is known of a finished task that has left the state. */
  public Optional<TaskOutcome> outcome(String taskId) {
    return state.outcomes.get(taskId);
  }

  /** In the order of their ids. */
  public Iterable<Task> tasks() {
    return state.tasks;
  }

  /** Of the tasks in the state, those that will not change by themselves any more. */
  public int finishedTasks() {
    return state.indexes.finished.size();
  }

  /**
   * Oldest first.
   *
   * @param from {@link TaskPage#next} of the page before, or 0
   * @param limit at most so many, 1 or more
   */
  public TaskPage tasks(TaskFilter filter, long from, int limit) {
    return new TaskListing(state, filter).page(from, limit);
  }

  public QueueCounts queue() {
    return QueueCounts.of(state);
  }

  public Optional<Lock> lock(String key) {
    return state.locks.get(key);
  }

  /** In the order of their keys. */
  public Iterable<Lock> locks() {
    return state.locks;
  }

  /** What the session owns, in the order of keys. */
  public List<Lock> locksOf(String sessionId) {
    return State.secondsOf(state.indexes.ownedLocks, sessionId).stream()
        .map(key -> state.locks.get(key).orElseThrow())
        .toList();
  }

  /** The {@code expires_at} of a lock: it does not end before, unless its owner gives it up. */
  public long promisedEndMs(Lock lock) {
    return state.promisedEndMs(lock);
  }

  public Optional<Lesson> lesson(String id) {
    return state.lessons.get(id);
  }

  /** In the order of their ids. */
  public Iterable<Lesson> lessons() {
    return state.lessons;
  }

  public Optional<Affinity> affinity(String sessionId, String lessonId) {
    return state.affinities.get(new Pair(sessionId, lessonId));
  }

  /** Whether a retry of that request gets the same answer. */
  public boolean isAnswerKept(String requestId) {
    return state.replies.get(requestId).isPresent();
  }

  /** The task that the kept answer to that request is about, also when it was refused. */
  public Optional<String> taskAnswered(String requestId) {
    return state
        .replies
        .get(requestId)
        .map(StoredReply::subject)
        .filter(subject -> subject.startsWith("RetryTask "))
        .map(subject -> subject.substring("RetryTask ".length()));
  }

  public int idempotencyKeys() {
    return state.idempotency.size();
  }

  /** Changes up to it have been projected. */
  public long projectedIndex() {
    return state.projectedIndex;
  }

  /** Events up to this index and {@link #relayedOrdinal} are in Kafka; 0 before the first. */
  public long relayedIndex() {
    return state.relayedIndex;
  }

  public int relayedOrdinal() {
    return state.relayedOrdinal;
  }

  /**
   * What changed and is not yet projected, oldest first; each entity once, at its last change. The
   * entities are in this same view; one whose change says deleted is not. A page ends between two
   * indexes if it can, so that {@code Projected} may name the last one's index: a page of fewer
   * than {@code limit} is complete up to {@link #index}.
   */
  public List<Change> changes(int limit) {
    List<Change> page = new ArrayList<>();
    for (Change change : state.changes) {
      if (page.size() >= limit && change.index() != page.get(page.size() - 1).index()) {
        break;
      }
      page.add(change);
    }
    return page;
  }

  /**
   * What changed last at a later index than that and is not yet projected; else as {@link
   * #changes(int)}.
   */
  public Iterable<Change> changesAfter(long index) {
    return state.changes.from(new Change(index + 1, EntityKind.SESSION, "", false));
  }

  public int changesWaiting() {
    return state.changes.size();
  }

  /** How many things the state holds that a {@link Change} may be about. */
  public int entities() {
    return state.sessions.size()
        + state.lessons.size()
        + state.tasks.size()
        + state.locks.size()
        + state.affinities.size();
  }

  /** Whether {@code Evict} would find something that is too old or too many. */
  public boolean hasEvictable() {
    return ClusterRules.hasEvictable(state);
  }

  /** SHA-256 over the whole state: equal states, equal hash. Takes seconds with a million tasks. */
  public String stateHash() {
    return Canonical.digest(image());
  }

  /** The whole state, for a snapshot. */
  public StateImage image() {
    return StateImage.of(state);
  }
}
