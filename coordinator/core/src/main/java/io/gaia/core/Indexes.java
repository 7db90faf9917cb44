package io.gaia.core;

import io.gaia.core.map.Moment;
import io.gaia.core.map.OrderedMap;
import io.gaia.core.map.Pair;
import io.gaia.core.model.Lock;
import io.gaia.core.model.Session;
import io.gaia.core.model.Task;
import io.gaia.core.model.TaskStatus;
import io.gaia.core.model.Waiter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What can be found quickly. Every entry follows from one entity alone, so the indexes are rebuilt
 * from the entities and are no part of a snapshot.
 */
final class Indexes {
  /** A task in the list of its status, oldest first. */
  record InStatus(TaskStatus status, long sequence) implements Comparable<InStatus> {
    @Override
    public int compareTo(InStatus other) {
      int byStatus = status.compareTo(other.status);
      return byStatus != 0 ? byStatus : Long.compare(sequence, other.sequence);
    }
  }

  /** Name to session id. */
  OrderedMap<String, String> names = OrderedMap.empty();

  /** (session, task) to task: live claims. */
  OrderedMap<Pair, Pair> claims = OrderedMap.empty();

  /** (session, lock key): locks that it owns. */
  OrderedMap<Pair, Pair> ownedLocks = OrderedMap.empty();

  /** (session, lock key): queues that it stands in. */
  OrderedMap<Pair, Pair> waits = OrderedMap.empty();

  /** (task, who waits for it). */
  OrderedMap<Pair, Pair> dependents = OrderedMap.empty();

  /** (session, unfinished task that is for it alone). */
  OrderedMap<Pair, Pair> targeted = OrderedMap.empty();

  ReadyQueues ready = ReadyQueues.EMPTY;
  OrderedMap<Deadline, Deadline> deadlines = OrderedMap.empty();

  /** Finished tasks, the first to leave first. */
  OrderedMap<Moment<String>, Moment<String>> finished = OrderedMap.empty();

  /** Sessions that no longer live, the first to leave first. */
  OrderedMap<Moment<String>, Moment<String>> ended = OrderedMap.empty();

  OrderedMap<InStatus, String> byStatus = OrderedMap.empty();

  private final EnumMap<TaskStatus, Long> statusCounts;

  Indexes() {
    statusCounts = new EnumMap<>(TaskStatus.class);
  }

  Indexes(Indexes other) {
    names = other.names;
    claims = other.claims;
    ownedLocks = other.ownedLocks;
    waits = other.waits;
    dependents = other.dependents;
    targeted = other.targeted;
    ready = other.ready;
    deadlines = other.deadlines;
    finished = other.finished;
    ended = other.ended;
    byStatus = other.byStatus;
    statusCounts = new EnumMap<>(other.statusCounts);
  }

  long count(TaskStatus status) {
    return statusCounts.getOrDefault(status, 0L);
  }

  private void count(Task task, long more) {
    statusCounts.merge(task.status(), more, Long::sum);
  }

  void session(Optional<Session> before, Optional<Session> after) {
    Session one = after.or(() -> before).orElseThrow();
    String id = one.id();
    names = moved(names, before.map(Indexes::name), after.map(Indexes::name), id);
    ended = moved(ended, before.flatMap(Indexes::end), after.flatMap(Indexes::end));
    moveDeadline(before, after, Indexes::leaseEnd);
    moveDeadline(before, after, Indexes::silence);
    moveDeadline(before, after, Indexes::stall);
  }

  void task(Optional<Task> before, Optional<Task> after) {
    String id = after.or(() -> before).orElseThrow().id();
    byStatus = moved(byStatus, before.map(Indexes::inStatus), after.map(Indexes::inStatus), id);
    before.ifPresent(task -> count(task, -1));
    after.ifPresent(task -> count(task, 1));
    finished = moved(finished, before.flatMap(Indexes::finish), after.flatMap(Indexes::finish));
    Optional<Task> queuedBefore = before.filter(Task::queued);
    Optional<Task> queuedAfter = after.filter(Task::queued);
    if (queuedBefore.isPresent() != queuedAfter.isPresent()) {
      ready =
          queuedAfter.map(ready::with).orElseGet(() -> ready.without(queuedBefore.orElseThrow()));
    }
    claimAndWait(before, after);
  }

  private void claimAndWait(Optional<Task> before, Optional<Task> after) {
    targeted = moved(targeted, before.flatMap(Indexes::target), after.flatMap(Indexes::target));
    claims = moved(claims, before.flatMap(Indexes::claimant), after.flatMap(Indexes::claimant));
    moveDeadline(before, after, Indexes::claimEnd);
    moveDeadline(before, after, Indexes::due);
    List<String> blockedBefore = before.map(Indexes::waitsFor).orElse(List.of());
    List<String> blockedAfter = after.map(Indexes::waitsFor).orElse(List.of());
    if (!blockedBefore.equals(blockedAfter)) {
      String id = after.or(() -> before).orElseThrow().id();
      for (String dependency : blockedBefore) {
        dependents = set(dependents, new Pair(dependency, id), false);
      }
      for (String dependency : blockedAfter) {
        dependents = set(dependents, new Pair(dependency, id), true);
      }
    }
  }

  /** All tasks of a snapshot at once, into indexes that have none: the large ones in one pass. */
  void load(Iterable<Task> tasks) {
    List<Moment<String>> ends = new ArrayList<>();
    List<Task> queued = new ArrayList<>();
    List<Map.Entry<InStatus, String>> listed = new ArrayList<>();
    for (Task task : tasks) {
      listed.add(Map.entry(inStatus(task), task.id()));
      count(task, 1);
      finish(task).ifPresent(ends::add);
      if (task.queued()) {
        queued.add(task);
      }
      claimAndWait(Optional.empty(), Optional.of(task));
    }
    byStatus = OrderedMap.ofEntries(listed);
    finished = OrderedMap.ofKeys(ends);
    ready = ReadyQueues.of(queued);
  }

  void lock(Optional<Lock> before, Optional<Lock> after) {
    before.ifPresent(lock -> index(lock, false));
    after.ifPresent(lock -> index(lock, true));
  }

  private void index(Lock lock, boolean in) {
    ownedLocks = set(ownedLocks, new Pair(lock.ownerId(), lock.key()), in);
    Deadline end = new Deadline(lock.endsAtMs(), Deadline.Kind.LOCK_END, lock.key());
    deadlines = set(deadlines, end, in);
    for (Waiter waiter : lock.waiters()) {
      waits = set(waits, new Pair(waiter.sessionId(), lock.key()), in);
      String id = lock.key() + " " + waiter.sessionId();
      deadlines = set(deadlines, new Deadline(waiter.untilMs(), Deadline.Kind.LOCK_WAIT, id), in);
    }
  }

  private static String name(Session session) {
    return session.profile().name();
  }

  private static Optional<Moment<String>> end(Session session) {
    return session.lives()
        ? Optional.empty()
        : Optional.of(new Moment<>(session.endedAtMs(), session.id()));
  }

  private static Optional<Deadline> leaseEnd(Session session) {
    return Deadline.when(
        session.lives(), session.leaseExpiresAtMs(), Deadline.Kind.SESSION_LEASE, session.id());
  }

  private static Optional<Deadline> silence(Session session) {
    return Deadline.when(
        session.lives() && !session.silent(),
        session.degradesAtMs(),
        Deadline.Kind.SESSION_SILENT,
        session.id());
  }

  private static Optional<Deadline> stall(Session session) {
    return Deadline.when(
        session.lives() && !session.stalled() && session.currentTaskCount() > 0,
        session.stallsAtMs(),
        Deadline.Kind.SESSION_STALL,
        session.id());
  }

  private static InStatus inStatus(Task task) {
    return new InStatus(task.status(), task.sequence());
  }

  private static Optional<Moment<String>> finish(Task task) {
    return task.finishedAtMs().isPresent()
        ? Optional.of(new Moment<>(task.finishedAtMs().getAsLong(), task.id()))
        : Optional.empty();
  }

  private static Optional<Pair> target(Task task) {
    return task.status().isFinished()
        ? Optional.empty()
        : task.spec().targetSessionId().map(target -> new Pair(target, task.id()));
  }

  private static Optional<Pair> claimant(Task task) {
    return task.claim().map(claim -> new Pair(claim.sessionId(), task.id()));
  }

  private static Optional<Deadline> claimEnd(Task task) {
    return task.claim()
        .map(claim -> new Deadline(claim.expiresAtMs(), Deadline.Kind.TASK_CLAIM, task.id()));
  }

  private static boolean waits(Task task) {
    return task.status() == TaskStatus.PENDING && !task.queued();
  }

  private static List<String> waitsFor(Task task) {
    return waits(task) ? task.blockedBy() : List.of();
  }

  /** A task that waits for no other waits for its time. */
  private static Optional<Deadline> due(Task task) {
    return waits(task) && task.blockedBy().isEmpty()
        ? Optional.of(new Deadline(task.runAtMs().orElseThrow(), Deadline.Kind.TASK_DUE, task.id()))
        : Optional.empty();
  }

  private <E> void moveDeadline(
      Optional<E> before, Optional<E> after, Function<E, Optional<Deadline>> of) {
    deadlines = moved(deadlines, before.flatMap(of), after.flatMap(of));
  }

  /** With an entry in the place of one before: most changes leave most entries as they are. */
  private static <K extends Comparable<? super K>, V> OrderedMap<K, V> moved(
      OrderedMap<K, V> map, Optional<K> before, Optional<K> after, V value) {
    if (before.equals(after)) {
      return map;
    }
    OrderedMap<K, V> without = before.map(map::remove).orElse(map);
    return after.map(key -> without.put(key, value)).orElse(without);
  }

  private static <K extends Comparable<? super K>> OrderedMap<K, K> moved(
      OrderedMap<K, K> keys, Optional<K> before, Optional<K> after) {
    if (before.equals(after)) {
      return keys;
    }
    OrderedMap<K, K> without = before.map(keys::remove).orElse(keys);
    return after.map(key -> without.put(key, key)).orElse(without);
  }

  private static <K extends Comparable<? super K>> OrderedMap<K, K> set(
      OrderedMap<K, K> keys, K key, boolean in) {
    return in ? keys.put(key, key) : keys.remove(key);
  }
}
