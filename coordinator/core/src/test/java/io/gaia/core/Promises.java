package io.gaia.core;

import io.gaia.core.command.Command;
import io.gaia.core.command.SessionCommand;
import io.gaia.core.event.Event;
import io.gaia.core.event.LockEvent;
import io.gaia.core.event.SessionEvent;
import io.gaia.core.event.TaskEvent;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** I6: what clients were told about leases, claims and locks, against when these ended. */
final class Promises {
  private final Map<String, Long> leases = new TreeMap<>();
  private final Map<String, Long> claims = new TreeMap<>();
  private final Map<String, Reply.Locked> locks = new TreeMap<>();
  private final Set<Long> orphanedByHand = new HashSet<>();
  private final Map<String, Long> lockFences = new TreeMap<>();
  private final Watch watch;
  private boolean failedByHand;

  Promises(Watch watch) {
    this.watch = watch;
  }

  void heard(Command command, Reply reply, View now) {
    if (command instanceof SessionCommand.Heartbeat heartbeat && reply instanceof Reply.Renewed) {
      leases.put(heartbeat.sessionId(), now.nowMs() + now.settings().leaseMs());
    } else if (reply instanceof Reply.Registered registered) {
      leases.merge(registered.sessionId(), registered.leaseExpiresAtMs(), Math::max);
    }
    settled(reply);
  }

  void settled(Reply reply) {
    if (reply instanceof Reply.Locked locked) {
      locks.put(locked.key(), locked);
    }
  }

  void keep(RecordedEvent recorded) {
    Event event = recorded.event();
    if (event instanceof SessionEvent.SessionFailed failed) {
      failedByHand = !failed.reason().equals("its lease ran out");
      long untilMs = leases.getOrDefault(failed.sessionId(), 0L);
      watch.check(
          failedByHand || recorded.atMs() >= untilMs,
          "I6",
          failed.sessionId(),
          "was promised a lease until",
          untilMs,
          "and failed at",
          recorded.atMs());
      leases.remove(failed.sessionId());
    } else if (event instanceof LockEvent.LockAcquired acquired) {
      lockFences.put(acquired.key(), acquired.fence());
      locks.remove(acquired.key());
    } else if (event instanceof LockEvent.LockOrphaned orphaned && failedByHand) {
      orphanedByHand.add(lockFences.get(orphaned.key()));
    } else if (event instanceof LockEvent.LockExpired expired) {
      long untilMs =
          Optional.ofNullable(locks.get(expired.key()))
              .filter(locked -> locked.fence() == expired.fence())
              .map(Reply.Locked::expiresAtMs)
              .orElse(0L);
      watch.check(
          orphanedByHand.contains(expired.fence()) || recorded.atMs() >= untilMs,
          "I6",
          expired,
          "was promised until",
          untilMs);
    } else if (event instanceof TaskEvent.TaskClaimed claimed) {
      claims.put(claimed.taskId(), claimed.claim().expiresAtMs());
    } else if (event instanceof TaskEvent.ClaimExtended extended) {
      claims.put(extended.taskId(), extended.expiresAtMs());
    } else if (event instanceof TaskEvent.TaskLost lost
        && lost.reason().equals("its claim ran out")) {
      watch.check(
          recorded.atMs() >= claims.get(lost.taskId()), "I6", lost.taskId(), "was lost early");
    }
  }
}
