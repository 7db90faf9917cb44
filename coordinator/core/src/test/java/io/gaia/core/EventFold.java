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
    int known = 0;
    for (Task task : now.image().tasks()) {
      TaskStatus told = tasks.get(task.id());
      watch.check(task.status() == told, "I9", task.id(), "is", task.status(), "told", told);
      known++;
    }
    watch.check(known == tasks.size(), "I9", known, "tasks, and were told as", tasks);
    known = 0;
    for (Session session : now.sessions()) {
      Boolean told = sessions.get(session.id());
      boolean same = told != null && told == session.lives();
      watch.check(same, "I9", session.id(), "lives", session.lives(), "told", told);
      known++;
    }
    watch.check(known == sessions.size(), "I9", known, "sessions, and were told as", sessions);
    known = 0;
    for (Lock lock : now.locks()) {
      String told = owners.get(lock.key());
      watch.check(
          lock.ownerId().equals(told), "I9", lock.key(), "of", lock.ownerId(), "told", told);
      known++;
    }
    watch.check(known == owners.size(), "I9", known, "locks, and were told as", owners);
  }
}
