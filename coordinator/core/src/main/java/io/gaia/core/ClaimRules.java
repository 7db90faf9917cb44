package io.gaia.core;

import io.gaia.core.command.TaskCommand;
import io.gaia.core.event.TaskEvent;
import io.gaia.core.model.AttemptOutcome;
import io.gaia.core.model.Claim;
import io.gaia.core.model.Session;
import io.gaia.core.model.Task;
import io.gaia.core.model.TaskStatus;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** Decides who gets a task, and what its claimant may do with it. */
final class ClaimRules {
  private static final int MAX_CLAIMS = 1_000;
  private static final long MAX_CLAIM_MS = 24 * 3_600_000L;

  private final Turn turn;
  private final State state;
  private final ClaimEndings endings;

  ClaimRules(Turn turn, ClaimEndings endings) {
    this.turn = turn;
    this.state = turn.state;
    this.endings = endings;
  }

  static Reply.Claimed.One replyTo(Task task) {
    Claim claim = task.claim().orElseThrow();
    return new Reply.Claimed.One(
        task.id(), claim.fence(), claim.expiresAtMs(), task.attemptCount());
  }

  Reply claim(TaskCommand.ClaimTasks command) {
    Optional<Refusal> fault = new Checks().range("max", command.max(), 1, MAX_CLAIMS).fault();
    if (fault.isPresent()) {
      return turn.refuse(fault.get());
    }
    return turn.living(
        command.sessionId(),
        command.incarnation(),
        session -> {
          List<Reply.Claimed.One> claimed = new ArrayList<>();
          while (claimed.size() < command.max()) {
            Optional<Task> next = WorkSelection.next(state, current(session), command.lessonId());
            if (next.isEmpty()) {
              break;
            }
            claimed.add(give(next.get(), session));
          }
          return new Reply.Claimed(List.copyOf(claimed));
        });
  }

  private Session current(Session session) {
    return state.sessions.get(session.id()).orElseThrow();
  }

  private Reply.Claimed.One give(Task task, Session session) {
    long expiresAtMs = state.nowMs + state.settings.claimMs();
    turn.emit(
        new TaskEvent.TaskClaimed(
            task.id(),
            new Claim(
                session.id(),
                session.incarnation(),
                state.fence + 1,
                state.nowMs,
                OptionalLong.empty(),
                expiresAtMs)));
    return replyTo(state.tasks.get(task.id()).orElseThrow());
  }

  Reply assign(TaskCommand.AssignTask command) {
    Optional<Task> task = state.tasks.get(command.taskId());
    if (task.isEmpty()) {
      return turn.notFound("task", command.taskId());
    }
    return turn.living(
        command.sessionId(),
        OptionalLong.empty(),
        session -> {
          if (task.get().claim().filter(c -> c.sessionId().equals(session.id())).isPresent()) {
            return new Reply.Changed(command.taskId(), false);
          }
          Optional<String> obstacle = obstacle(task.get(), session);
          if (obstacle.isPresent()) {
            return turn.refuse(Refusal.Code.WRONG_STATE, obstacle.get());
          }
          give(task.get(), session);
          return new Reply.Changed(command.taskId(), true);
        });
  }

  private Optional<String> obstacle(Task task, Session session) {
    if (!task.queued()) {
      return Optional.of("task " + task.id() + " does not wait to be taken");
    }
    if (task.spec().targetSessionId().filter(id -> !id.equals(session.id())).isPresent()) {
      return Optional.of("task " + task.id() + " is for another session");
    }
    if (!task.spec().requires().matches(session.profile())) {
      return Optional.of("session " + session.id() + " is not what the task requires");
    }
    return session.room(state.nowMs) > 0
        ? Optional.empty()
        : Optional.of("session " + session.id() + " takes no more tasks now");
  }

  Reply start(TaskCommand.StartTask command) {
    return held(
        command.taskId(),
        command.sessionId(),
        command.fence(),
        EnumSet.noneOf(AttemptOutcome.class),
        task -> {
          if (task.status() == TaskStatus.IN_PROGRESS) {
            return false;
          }
          turn.emit(new TaskEvent.TaskStarted(task.id()));
          return true;
        });
  }

  Reply complete(TaskCommand.CompleteTask command) {
    Optional<Refusal> fault = new Checks().json("result", command.result()).fault();
    if (fault.isPresent()) {
      return turn.refuse(fault.get());
    }
    return held(
        command.taskId(),
        command.sessionId(),
        command.fence(),
        EnumSet.of(AttemptOutcome.COMPLETED),
        task -> {
          endings.complete(task, command.result());
          return true;
        });
  }

  Reply fail(TaskCommand.FailTask command) {
    Optional<Refusal> fault = new Checks().text("reason", command.reason()).fault();
    if (fault.isPresent()) {
      return turn.refuse(fault.get());
    }
    return held(
        command.taskId(),
        command.sessionId(),
        command.fence(),
        EnumSet.of(AttemptOutcome.FAILED, AttemptOutcome.CANCELLED),
        task -> {
          endings.fail(task, command.reason(), command.retryable());
          return true;
        });
  }

  Reply release(TaskCommand.ReleaseTask command) {
    return held(
        command.taskId(),
        command.sessionId(),
        command.fence(),
        EnumSet.of(AttemptOutcome.RELEASED, AttemptOutcome.CANCELLED),
        task -> {
          endings.giveBack(task, command.runAtMs());
          return true;
        });
  }

  Reply extend(TaskCommand.ExtendClaim command) {
    long forMs = command.extendMs().orElse(state.settings.claimMs());
    Optional<Refusal> fault = new Checks().range("seconds", forMs, 1, MAX_CLAIM_MS).fault();
    if (fault.isPresent()) {
      return turn.refuse(fault.get());
    }
    return held(
        command.taskId(),
        command.sessionId(),
        command.fence(),
        EnumSet.noneOf(AttemptOutcome.class),
        task -> {
          long expiresAtMs =
              Math.max(task.claim().orElseThrow().expiresAtMs(), state.nowMs + forMs);
          turn.emit(new TaskEvent.ClaimExtended(task.id(), expiresAtMs));
          return true;
        });
  }

  /**
   * The rule for a task that the session holds under that fence. The same outcome reported again
   * gets the same answer; any other fence is stale and changes nothing.
   *
   * @param sameOutcomes of an ended attempt with that fence that make the command a repetition
   * @param rule says whether it changed something
   */
  private Reply held(
      String taskId,
      String sessionId,
      long fence,
      Set<AttemptOutcome> sameOutcomes,
      Function<Task, Boolean> rule) {
    Optional<Task> found = state.tasks.get(taskId);
    if (found.isEmpty()) {
      return turn.notFound("task", taskId);
    }
    Task task = found.get();
    boolean repeated =
        task.attempt(fence)
            .filter(attempt -> attempt.sessionId().equals(sessionId))
            .filter(attempt -> sameOutcomes.contains(attempt.outcome()))
            .isPresent();
    if (repeated) {
      return new Reply.Changed(taskId, false);
    }
    boolean holds =
        task.claim()
            .filter(claim -> claim.fence() == fence && claim.sessionId().equals(sessionId))
            .isPresent();
    if (!holds) {
      return turn.refuse(
          Refusal.Code.STALE_FENCE,
          "fence " + fence + " of session " + sessionId + " does not hold task " + taskId);
    }
    return new Reply.Changed(taskId, rule.apply(task));
  }
}
