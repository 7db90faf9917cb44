package io.gaia.core;

import io.gaia.core.command.ProgressReport;
import io.gaia.core.command.SessionChange;
import io.gaia.core.command.SessionCommand;
import io.gaia.core.event.SessionEvent;
import io.gaia.core.event.TaskEvent;
import io.gaia.core.model.Health;
import io.gaia.core.model.Progress;
import io.gaia.core.model.Session;
import io.gaia.core.model.SessionProfile;
import io.gaia.core.model.SessionStatus;
import io.gaia.core.model.Task;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Decides what is asked about sessions. */
final class SessionRules implements SessionCommand.Cases<Reply> {
  private static final int MAX_CONCURRENT_TASKS = 1_000;

  private final Turn turn;
  private final State state;
  private final SessionEnd end;

  SessionRules(Turn turn, SessionEnd end) {
    this.turn = turn;
    this.state = turn.state;
    this.end = end;
  }

  @Override
  public Reply registerSession(SessionCommand.RegisterSession command) {
    SessionProfile profile = command.profile();
    Optional<Refusal> fault = check(profile);
    if (fault.isPresent()) {
      return turn.refuse(fault.get());
    }
    Optional<Session> before = state.indexes.names.get(profile.name()).flatMap(state.sessions::get);
    if (before.isEmpty() && state.sessions.has(command.newId())) {
      return turn.refuse(Refusal.invalid("id", "id " + command.newId() + " is in use"));
    }
    if (before.filter(Session::lives).isPresent() && !command.takeover()) {
      return turn.refuse(
          Refusal.Code.NAME_TAKEN, "a living session has the name " + profile.name());
    }
    before.filter(Session::lives).ifPresent(session -> end.fail(session, "taken over"));
    turn.ensureLesson(profile.lessonId());
    String id = before.map(Session::id).orElse(command.newId());
    long incarnation = before.map(Session::incarnation).orElse(0L) + 1;
    turn.emit(new SessionEvent.SessionRegistered(id, profile, incarnation));
    long leaseExpiresAtMs = state.sessions.get(id).orElseThrow().leaseExpiresAtMs();
    return new Reply.Registered(id, incarnation, leaseExpiresAtMs, before.isEmpty());
  }

  private static Optional<Refusal> check(SessionProfile profile) {
    return new Checks()
        .name("name", profile.name())
        .names("capabilities", profile.capabilities())
        .name("lesson_id", profile.lessonId())
        .window("time_window", profile.timeWindow())
        .range("max_concurrent_tasks", profile.maxConcurrentTasks(), 1, MAX_CONCURRENT_TASKS)
        .json("metadata", profile.metadata())
        .fault();
  }

  @Override
  public Reply heartbeat(SessionCommand.Heartbeat command) {
    Checks checks = new Checks();
    for (ProgressReport report : command.progress()) {
      checks
          .range("progress.percent", report.percent().orElse(0), 0, 100)
          .text("progress.note", report.note().orElse(""))
          .json("progress.checkpoint", report.checkpoint());
    }
    if (checks.fault().isPresent()) {
      return turn.refuse(checks.fault().get());
    }
    return turn.living(
        command.sessionId(),
        command.incarnation(),
        session -> renewed(session, command.progress()));
  }

  private Reply renewed(Session before, List<ProgressReport> progress) {
    turn.emit(new SessionEvent.SessionRenewed(before.id()));
    for (ProgressReport report : progress) {
      state
          .tasks
          .get(report.taskId())
          .filter(task -> isHeld(task, before.id(), report.fence()))
          .ifPresent(
              task -> turn.emit(new TaskEvent.TaskProgressed(task.id(), merged(task, report))));
    }
    Session after = state.sessions.get(before.id()).orElseThrow();
    if (before.health() != Health.HEALTHY && after.health() == Health.HEALTHY) {
      turn.emit(new SessionEvent.SessionRecovered(before.id()));
    }
    List<Task> claimed =
        State.secondsOf(state.indexes.claims, before.id()).stream()
            .map(id -> state.tasks.get(id).orElseThrow())
            .toList();
    return new Reply.Renewed(
        after.leaseExpiresAtMs(),
        state.settings.leaseMs(),
        claimed.stream().filter(Task::cancelRequested).map(Task::id).toList(),
        claimed.stream().map(ClaimRules::replyTo).toList());
  }

  private static boolean isHeld(Task task, String sessionId, long fence) {
    return task.claim()
        .filter(claim -> claim.fence() == fence && claim.sessionId().equals(sessionId))
        .isPresent();
  }

  private static Progress merged(Task task, ProgressReport report) {
    Progress before = task.progress();
    return new Progress(
        report.percent().orElse(before.percent()),
        report.note().or(before::note),
        report.checkpoint().or(before::checkpoint));
  }

  @Override
  public Reply updateSession(SessionCommand.UpdateSession command) {
    return turn.living(
        command.sessionId(),
        OptionalLong.empty(),
        session -> updated(session, statusFor(command.change())));
  }

  private static SessionStatus statusFor(SessionChange change) {
    return switch (change) {
      case PAUSE -> SessionStatus.PAUSED;
      case RESUME -> SessionStatus.IDLE;
      case DRAIN -> SessionStatus.DRAINING;
    };
  }

  private Reply updated(Session session, SessionStatus next) {
    boolean already = next.takesWork() ? session.status().takesWork() : session.status() == next;
    if (already) {
      return new Reply.Changed(session.id(), false);
    }
    if (!session.status().canBecome(next)) {
      return turn.refuse(
          Refusal.Code.WRONG_STATE,
          "a session that is "
              + session.status().wireName()
              + " does not become "
              + next.wireName());
    }
    turn.emit(new SessionEvent.SessionUpdated(session.id(), next));
    return new Reply.Changed(session.id(), true);
  }

  @Override
  public Reply failSession(SessionCommand.FailSession command) {
    Optional<Refusal> fault = new Checks().text("reason", command.reason()).fault();
    if (fault.isPresent()) {
      return turn.refuse(fault.get());
    }
    if (has(command.sessionId(), SessionStatus.FAILED)) {
      return new Reply.Changed(command.sessionId(), false);
    }
    return turn.living(
        command.sessionId(),
        OptionalLong.empty(),
        session -> {
          end.fail(session, command.reason());
          return new Reply.Changed(session.id(), true);
        });
  }

  @Override
  public Reply unregisterSession(SessionCommand.UnregisterSession command) {
    if (has(command.sessionId(), SessionStatus.FAILED)
        || has(command.sessionId(), SessionStatus.OFFLINE)) {
      return new Reply.Changed(command.sessionId(), false);
    }
    return turn.living(
        command.sessionId(),
        OptionalLong.empty(),
        session -> {
          end.leave(session);
          return new Reply.Changed(session.id(), true);
        });
  }

  private boolean has(String sessionId, SessionStatus status) {
    return state.sessions.get(sessionId).filter(s -> s.status() == status).isPresent();
  }
}
