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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

  /** How many tasks have that status, by its ordinal. */
  OrderedMap<TaskStatus, Long> statusCounts = OrderedMap.empty();

  Indexes() {}

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
    statusCounts = other.statusCounts;
  }

  long count(TaskStatus status) {
    return statusCounts.get(status).orElse(0L);
  }

  void session(Optional<Session> before, Optional<Session> after) {
    before.ifPresent(session -> index(session, false));
    after.ifPresent(session -> index(session, true));
  }

  void task(Optional<Task> before, Optional<Task> after) {
    before.ifPresent(task -> index(task, false));
    after.ifPresent(task -> index(task, true));
  }

  /** All tasks of a snapshot at once, into indexes that have none: the large ones in one pass. */
  void load(Iterable<Task> tasks) {
    List<Moment<String>> ends = new ArrayList<>();
    List<Task> queued = new ArrayList<>();
    long[] counts = new long[TaskStatus.values().length];
    Map<InStatus, String> ids = new TreeMap<>();
    for (Task task : tasks) {
      ids.put(inStatus(task), task.id());
      counts[task.status().ordinal()]++;
      task.finishedAtMs().ifPresent(atMs -> ends.add(new Moment<>(atMs, task.id())));
      if (task.queued()) {
        queued.add(task);
      }
      indexClaimAndWait(task, true);
    }
    byStatus = OrderedMap.sorted(List.copyOf(ids.keySet()), List.copyOf(ids.values()));
    finished = OrderedMap.ofKeys(ends);
    ready = ReadyQueues.of(queued);
    for (TaskStatus status : TaskStatus.values()) {
      statusCounts = statusCounts.put(status, counts[status.ordinal()]);
    }
  }

  void lock(Optional<Lock> before, Optional<Lock> after) {
    before.ifPresent(lock -> index(lock, false));
    after.ifPresent(lock -> index(lock, true));
  }

  private void index(Session session, boolean in) {
    String id = session.id();
    names = set(names, session.profile().name(), id, in);
    if (!session.lives()) {
      Moment<String> end = new Moment<>(session.endedAtMs(), id);
      ended = set(ended, end, end, in);
      return;
    }
    deadline(session.leaseExpiresAtMs(), Deadline.Kind.SESSION_LEASE, id, in);
    if (!session.silent()) {
      deadline(session.degradesAtMs(), Deadline.Kind.SESSION_SILENT, id, in);
    }
    if (!session.stalled() && session.currentTaskCount() > 0) {
      deadline(session.stallsAtMs(), Deadline.Kind.SESSION_STALL, id, in);
    }
  }

  private void index(Task task, boolean in) {
    String id = task.id();
    byStatus = set(byStatus, inStatus(task), id, in);
    statusCounts = statusCounts.put(task.status(), count(task.status()) + (in ? 1 : -1));
    task.finishedAtMs()
        .ifPresent(
            atMs -> {
              Moment<String> end = new Moment<>(atMs, id);
              finished = set(finished, end, end, in);
            });
    if (task.queued()) {
      ready = in ? ready.with(task) : ready.without(task);
    }
    indexClaimAndWait(task, in);
  }

  private void indexClaimAndWait(Task task, boolean in) {
    String id = task.id();
    if (!task.status().isFinished()) {
      task.spec()
          .targetSessionId()
          .ifPresent(target -> targeted = set(targeted, new Pair(target, id), in));
    }
    task.claim()
        .ifPresent(
            claim -> {
              claims = set(claims, new Pair(claim.sessionId(), id), in);
              deadline(claim.expiresAtMs(), Deadline.Kind.TASK_CLAIM, id, in);
            });
    if (task.status() == TaskStatus.PENDING && !task.queued()) {
      for (String dependency : task.blockedBy()) {
        dependents = set(dependents, new Pair(dependency, id), in);
      }
      if (task.blockedBy().isEmpty()) {
        deadline(task.runAtMs().orElseThrow(), Deadline.Kind.TASK_DUE, id, in);
      }
    }
  }

  private static InStatus inStatus(Task task) {
    return new InStatus(task.status(), task.sequence());
  }

  private void index(Lock lock, boolean in) {
    ownedLocks = set(ownedLocks, new Pair(lock.ownerId(), lock.key()), in);
    deadline(lock.endsAtMs(), Deadline.Kind.LOCK_END, lock.key(), in);
    for (Waiter waiter : lock.waiters()) {
      waits = set(waits, new Pair(waiter.sessionId(), lock.key()), in);
      deadline(
          waiter.untilMs(), Deadline.Kind.LOCK_WAIT, lock.key() + " " + waiter.sessionId(), in);
    }
  }

  private void deadline(long atMs, Deadline.Kind kind, String id, boolean in) {
    Deadline deadline = new Deadline(atMs, kind, id);
    deadlines = set(deadlines, deadline, deadline, in);
  }

  private static OrderedMap<Pair, Pair> set(OrderedMap<Pair, Pair> map, Pair pair, boolean in) {
    return set(map, pair, pair, in);
  }

  private static <K extends Comparable<? super K>, V> OrderedMap<K, V> set(
      OrderedMap<K, V> map, K key, V value, boolean in) {
    return in ? map.put(key, value) : map.remove(key);
  }
}
