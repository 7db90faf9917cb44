package io.gaia.core.model;

import java.util.Optional;

/** A copy of a session in the making: what is not set stays as it was. */
public final class SessionEdit {
  private final Session from;
  private SessionProfile profile;
  private SessionStatus status;
  private long incarnation;
  private long registeredAtMs;
  private long lastHeartbeatMs;
  private long lastProgressMs;
  private long leaseExpiresAtMs;
  private long degradesAtMs;
  private boolean silent;
  private long stallsAtMs;
  private boolean stalled;
  private int currentTaskCount;
  private int consecutiveFailures;
  private Statistics statistics;
  private Optional<String> reason;
  private long endedAtMs;

  SessionEdit(Session from) {
    this.from = from;
    profile = from.profile();
    status = from.status();
    incarnation = from.incarnation();
    registeredAtMs = from.registeredAtMs();
    lastHeartbeatMs = from.lastHeartbeatMs();
    lastProgressMs = from.lastProgressMs();
    leaseExpiresAtMs = from.leaseExpiresAtMs();
    degradesAtMs = from.degradesAtMs();
    silent = from.silent();
    stallsAtMs = from.stallsAtMs();
    stalled = from.stalled();
    currentTaskCount = from.currentTaskCount();
    consecutiveFailures = from.consecutiveFailures();
    statistics = from.statistics();
    reason = from.reason();
    endedAtMs = from.endedAtMs();
  }

  /** Alive again under a new incarnation, with nothing in its hands. */
  public SessionEdit registered(SessionProfile as, long newIncarnation, long atMs) {
    profile = as;
    status = SessionStatus.IDLE;
    incarnation = newIncarnation;
    registeredAtMs = atMs;
    consecutiveFailures = 0;
    reason = Optional.empty();
    endedAtMs = 0;
    return this;
  }

  /** Heard of: its lease counts from that time. */
  public SessionEdit heard(long atMs, long leaseMs) {
    lastHeartbeatMs = atMs;
    leaseExpiresAtMs = atMs + leaseMs;
    degradesAtMs = atMs + leaseMs / 2;
    silent = false;
    return this;
  }

  public SessionEdit progressed(long atMs, long stallMs) {
    lastProgressMs = atMs;
    stallsAtMs = atMs + stallMs;
    stalled = false;
    return this;
  }

  /** Time moved without passing: what runs moves along. */
  public SessionEdit endsMoved(long byMs) {
    leaseExpiresAtMs += byMs;
    degradesAtMs += byMs;
    stallsAtMs += byMs;
    return this;
  }

  public SessionEdit silent() {
    silent = true;
    return this;
  }

  public SessionEdit stalled() {
    stalled = true;
    return this;
  }

  /** Idle and busy follow from the number of tasks; the others stay until they are changed. */
  public SessionEdit status(SessionStatus next) {
    status = next.takesWork() ? byTaskCount() : next;
    return this;
  }

  public SessionEdit ended(SessionStatus as, Optional<String> why, long atMs) {
    status = as;
    reason = why;
    endedAtMs = atMs;
    return this;
  }

  public SessionEdit tasks(int delta) {
    currentTaskCount += delta;
    if (status.takesWork()) {
      status = byTaskCount();
    }
    return this;
  }

  public SessionEdit outcome(boolean completed, long taskTimeMs) {
    statistics =
        new Statistics(
            statistics.tasksCompleted() + (completed ? 1 : 0),
            statistics.tasksFailed() + (completed ? 0 : 1),
            statistics.taskTimeMs() + taskTimeMs);
    consecutiveFailures = completed ? 0 : consecutiveFailures + 1;
    return this;
  }

  private SessionStatus byTaskCount() {
    return currentTaskCount > 0 ? SessionStatus.BUSY : SessionStatus.IDLE;
  }

  public Session done() {
    return new Session(
        from.id(),
        profile,
        status,
        incarnation,
        registeredAtMs,
        lastHeartbeatMs,
        lastProgressMs,
        leaseExpiresAtMs,
        degradesAtMs,
        silent,
        stallsAtMs,
        stalled,
        currentTaskCount,
        consecutiveFailures,
        statistics,
        reason,
        endedAtMs);
  }
}
