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

/**
 * I6: what clients were told about leases, claims and locks, against when these ended, by the
 * clients' own clocks: whoever leads, however its wall clock goes, and also when nobody led.
 */
final class Promises {
  private final Map<String, Long> leases = new TreeMap<>();
  private final Map<String, Long> claims = new TreeMap<>();
  private final Map<String, LockPromise> locks = new TreeMap<>();
  private final Set<Long> orphanedByHand = new HashSet<>();
  private final Map<String, Long> lockFences = new TreeMap<>();
  private final Watch watch;
  private boolean failedByHand;
  private long realMs;
  private long stampMs;

  private record LockPromise(long fence, long untilMs) {}

  Promises(Watch watch) {
    this.watch = watch;
  }

  /** Of the entry that comes next. */
  void time(long nowRealMs, long stateMs) {
    realMs = nowRealMs;
    stampMs = stateMs;
  }

  private long real(long stateMs) {
    return realMs + stateMs - stampMs;
  }

  void heard(Command command, Reply reply, View now) {
    if (command instanceof SessionCommand.Heartbeat heartbeat && reply instanceof Reply.Renewed) {
      leases.put(heartbeat.sessionId(), realMs + now.settings().leaseMs());
    } else if (reply instanceof Reply.Registered registered) {
      leases.merge(registered.sessionId(), real(registered.leaseExpiresAtMs()), Math::max);
    }
    settled(reply);
  }

  void settled(Reply reply) {
    if (reply instanceof Reply.Locked locked) {
      locks.put(locked.key(), new LockPromise(locked.fence(), real(locked.expiresAtMs())));
    }
  }

  void keep(RecordedEvent recorded) {
    Event event = recorded.event();
    if (event instanceof SessionEvent.SessionFailed failed) {
      failedByHand = !failed.reason().equals("its lease ran out");
      long untilMs = leases.getOrDefault(failed.sessionId(), 0L);
      watch.check(
          failedByHand || realMs >= untilMs,
          "I6",
          failed.sessionId(),
          "was promised a lease until",
          untilMs,
          "and failed at",
          realMs);
      leases.remove(failed.sessionId());
    } else if (event instanceof LockEvent.LockAcquired acquired) {
      lockFences.put(acquired.key(), acquired.fence());
      locks.remove(acquired.key());
    } else if (event instanceof LockEvent.LockOrphaned orphaned && failedByHand) {
      orphanedByHand.add(lockFences.get(orphaned.key()));
    } else if (event instanceof LockEvent.LockExpired expired) {
      long untilMs =
          Optional.ofNullable(locks.get(expired.key()))
              .filter(promise -> promise.fence() == expired.fence())
              .map(LockPromise::untilMs)
              .orElse(0L);
      watch.check(
          orphanedByHand.contains(expired.fence()) || realMs >= untilMs,
          "I6",
          expired,
          "was promised until",
          untilMs,
          "and ended at",
          realMs);
    } else if (event instanceof TaskEvent.TaskClaimed claimed) {
      claims.put(claimed.taskId(), real(claimed.claim().expiresAtMs()));
    } else if (event instanceof TaskEvent.ClaimExtended extended) {
      claims.put(extended.taskId(), real(extended.expiresAtMs()));
    } else if (event instanceof TaskEvent.TaskLost lost
        && lost.reason().equals("its claim ran out")) {
      watch.check(realMs >= claims.get(lost.taskId()), "I6", lost.taskId(), "was lost early");
    }
  }
}
