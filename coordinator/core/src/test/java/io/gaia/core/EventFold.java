package io.gaia.core;

import io.gaia.core.event.Event;
import io.gaia.core.event.LockEvent;
import io.gaia.core.event.SessionEvent;
import io.gaia.core.event.TaskEvent;
import io.gaia.core.model.Lock;
import io.gaia.core.model.Session;
import io.gaia.core.model.Task;
import io.gaia.core.model.TaskStatus;
import java.util.Map;
import java.util.TreeMap;

/** I9: who only reads the events knows the status of everything. */
final class EventFold {
  private final Watch watch;
  private final Map<String, TaskStatus> tasks = new TreeMap<>();
  private final Map<String, Boolean> sessions = new TreeMap<>();
  private final Map<String, String> owners = new TreeMap<>();

  EventFold(Watch watch) {
    this.watch = watch;
  }

  void follow(ApplyResult result, View now) {
    int ordinal = 0;
    for (RecordedEvent recorded : result.events()) {
      watch.check(
          recorded.index() == now.index() && recorded.ordinal() >= ordinal,
          "I9",
          recorded.cursor(),
          "is out of order");
      ordinal = recorded.ordinal() + 1;
      fold(recorded.event());
    }
    compare(now);
  }

  private void fold(Event event) {
    String id = event.entityId();
    if (event instanceof TaskEvent) {
      task(event, id);
    } else if (event instanceof SessionEvent.SessionRegistered) {
      sessions.put(id, true);
    } else if (event instanceof SessionEvent.SessionFailed
        || event instanceof SessionEvent.SessionUnregistered) {
      sessions.put(id, false);
    } else if (event instanceof SessionEvent.SessionEvicted) {
      sessions.remove(id);
    } else if (event instanceof LockEvent.LockAcquired acquired) {
      watch.check(!owners.containsKey(id), "I9", id, "acquired from", owners.get(id), "untold");
      owners.put(id, acquired.sessionId());
    } else if (event instanceof LockEvent.LockReleased || event instanceof LockEvent.LockExpired) {
      owners.remove(id);
    }
  }

  private void task(Event event, String id) {
    if (event instanceof TaskEvent.TaskEvicted) {
      tasks.remove(id);
      return;
    }
    TaskStatus next =
        switch (event.type()) {
          case "task.enqueued",
              "task.retry_scheduled",
              "task.lost",
              "task.released",
              "task.replayed" ->
              TaskStatus.PENDING;
          case "task.claimed" -> TaskStatus.ASSIGNED;
          case "task.started" -> TaskStatus.IN_PROGRESS;
          case "task.completed" -> TaskStatus.COMPLETED;
          case "task.failed" -> TaskStatus.FAILED;
          case "task.cancelled" -> TaskStatus.CANCELLED;
          default -> tasks.get(id);
        };
    TaskStatus before = tasks.put(id, next);
    watch.check(
        before == null || before == next || before.canBecome(next),
        "I5",
        id,
        "went from",
        before,
        "to",
        next);
  }

  private void compare(View now) {
    Map<String, TaskStatus> statuses = new TreeMap<>();
    for (Task task : now.tasks(TaskFilter.ALL, 0, 10_000).tasks()) {
      statuses.put(task.id(), task.status());
    }
    watch.check(statuses.equals(tasks), "I9", "tasks are", statuses, "and were told as", tasks);
    Map<String, Boolean> living = new TreeMap<>();
    for (Session session : now.sessions()) {
      living.put(session.id(), session.lives());
    }
    watch.check(
        living.equals(sessions), "I9", "sessions are", living, "and were told as", sessions);
    Map<String, String> held = new TreeMap<>();
    for (Lock lock : now.locks()) {
      held.put(lock.key(), lock.ownerId());
    }
    watch.check(held.equals(owners), "I9", "locks are", held, "and were told as", owners);
  }
}
