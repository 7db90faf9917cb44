package io.gaia.core;

import io.gaia.core.command.TaskCommand;
import io.gaia.core.event.TaskEvent;
import io.gaia.core.model.Hash16;
import io.gaia.core.model.IdempotencyRecord;
import io.gaia.core.model.Progress;
import io.gaia.core.model.Requires;
import io.gaia.core.model.Task;
import io.gaia.core.model.TaskOutcome;
import io.gaia.core.model.TaskSpec;
import io.gaia.core.model.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Decides what is asked about tasks; claims and their ends are decided by {@link ClaimRules}. */
final class TaskRules implements TaskCommand.Cases<Reply> {
  private static final int MAX_PRIORITY = 9;
  private static final int MAX_RETRIES = 100;
  private static final int MAX_DEPENDENCIES = 100;

  private final Turn turn;
  private final State state;
  private final ClaimRules claims;
  private final ClaimEndings endings;

  TaskRules(Turn turn, ClaimEndings endings) {
    this.turn = turn;
    this.state = turn.state;
    this.endings = endings;
    claims = new ClaimRules(turn, endings);
  }

  @Override
  public Reply enqueueTask(TaskCommand.EnqueueTask command) {
    TaskSpec spec = command.spec();
    Optional<Refusal> fault = check(command);
    if (fault.isPresent()) {
      return turn.refuse(fault.get());
    }
    Optional<IdempotencyRecord> known =
        spec.idempotencyKey().map(Hash16::of).flatMap(state.idempotency::get);
    if (known.isPresent()) {
      return known.get().body().equals(Canonical.hash(spec))
          ? new Reply.Enqueued(known.get().taskId(), false)
          : turn.refuse(
              Refusal.Code.IDEMPOTENCY_MISMATCH,
              "idempotency_key made task " + known.get().taskId() + " with another body");
    }
    if (state.tasks.has(command.newId()) || state.outcomes.get(command.newId()).isPresent()) {
      return turn.refuse(Refusal.invalid("id", "id " + command.newId() + " is in use"));
    }
    fault = checkReferences(spec);
    if (fault.isPresent()) {
      return turn.refuse(fault.get());
    }
    int maxPending = state.settings.maxPendingTasks();
    if (maxPending > 0 && state.indexes.count(TaskStatus.PENDING) >= maxPending) {
      return turn.refuse(Refusal.Code.TOO_MANY, maxPending + " tasks wait already");
    }
    turn.ensureLesson(spec.lessonId());
    turn.emit(new TaskEvent.TaskEnqueued(newTask(command)));
    return new Reply.Enqueued(command.newId(), true);
  }

  private static Optional<Refusal> check(TaskCommand.EnqueueTask command) {
    TaskSpec spec = command.spec();
    Requires requires = spec.requires();
    return new Checks()
        .name("task_type", spec.taskType())
        .json("payload", spec.payload())
        .name("idempotency_key", spec.idempotencyKey())
        .range("priority", spec.priority().orElse(0), 0, MAX_PRIORITY)
        .name("lesson_id", spec.lessonId())
        .names("requires.capabilities", requires.capabilities())
        .range("max_retries", spec.maxRetries().orElse(0), 0, MAX_RETRIES)
        .range("depends_on", spec.dependsOn().size(), 0, MAX_DEPENDENCIES)
        .require(
            !spec.dependsOn().contains(command.newId()),
            "depends_on",
            "takes other tasks: this would be a cycle")
        .fault();
  }

  /** A task may only depend on tasks that exist already, so dependencies have no cycles. */
  private Optional<Refusal> checkReferences(TaskSpec spec) {
    Optional<Refusal> noTarget =
        spec.targetSessionId()
            .filter(id -> !state.sessions.has(id))
            .map(id -> missing("target_session_id", "there is no session " + id));
    if (noTarget.isPresent()) {
      return noTarget;
    }
    for (String dependency : spec.dependsOn()) {
      Optional<TaskStatus> status = statusOf(dependency);
      if (status.isEmpty()) {
        return Optional.of(missing("depends_on", "there is no task " + dependency));
      }
      if (isHopeless(dependency, status.get())) {
        String detail = "task " + dependency + " is " + status.get().wireName();
        return Optional.of(
            new Refusal(
                Refusal.Code.WRONG_STATE, detail, Optional.of("depends_on"), OptionalLong.empty()));
      }
    }
    return Optional.empty();
  }

  private static Refusal missing(String field, String detail) {
    return new Refusal(Refusal.Code.NOT_FOUND, detail, Optional.of(field), OptionalLong.empty());
  }

  private Optional<TaskStatus> statusOf(String taskId) {
    return state
        .tasks
        .get(taskId)
        .map(Task::status)
        .or(() -> state.outcomes.get(taskId).map(TaskOutcome::status));
  }

  /** It will never complete: cancelled, or failed and no longer there to be replayed. */
  private boolean isHopeless(String taskId, TaskStatus status) {
    return status == TaskStatus.CANCELLED
        || (status == TaskStatus.FAILED && !state.tasks.has(taskId));
  }

  private List<String> unmet(List<String> dependencies) {
    return dependencies.stream()
        .distinct()
        .filter(id -> statusOf(id).filter(s -> s == TaskStatus.COMPLETED).isEmpty())
        .toList();
  }

  private Task newTask(TaskCommand.EnqueueTask command) {
    TaskSpec spec = command.spec();
    int priority =
        spec.priority()
            .orElseGet(
                () -> spec.lessonId().flatMap(state.lessons::get).map(l -> l.priority()).orElse(0));
    List<String> blockedBy = unmet(spec.dependsOn());
    OptionalLong runAtMs =
        spec.runAtMs().orElse(0) > state.nowMs ? spec.runAtMs() : OptionalLong.empty();
    return new Task(
        command.newId(),
        state.sequence + 1,
        spec,
        priority,
        spec.maxRetries().orElse(state.settings.maxRetries()),
        state.nowMs,
        state.nowMs - priority * state.settings.agingMs(),
        TaskStatus.PENDING,
        blockedBy,
        blockedBy.isEmpty() && runAtMs.isEmpty(),
        runAtMs,
        Optional.empty(),
        0,
        0,
        0,
        Progress.NONE,
        Optional.empty(),
        Optional.empty(),
        false,
        new ArrayList<>(),
        0,
        OptionalLong.empty());
  }

  @Override
  public Reply claimTasks(TaskCommand.ClaimTasks command) {
    return claims.claim(command);
  }

  @Override
  public Reply assignTask(TaskCommand.AssignTask command) {
    return claims.assign(command);
  }

  @Override
  public Reply startTask(TaskCommand.StartTask command) {
    return claims.start(command);
  }

  @Override
  public Reply completeTask(TaskCommand.CompleteTask command) {
    return claims.complete(command);
  }

  @Override
  public Reply failTask(TaskCommand.FailTask command) {
    return claims.fail(command);
  }

  @Override
  public Reply extendClaim(TaskCommand.ExtendClaim command) {
    return claims.extend(command);
  }

  @Override
  public Reply releaseTask(TaskCommand.ReleaseTask command) {
    return claims.release(command);
  }

  @Override
  public Reply cancelTask(TaskCommand.CancelTask command) {
    Optional<Refusal> fault = new Checks().text("reason", command.reason()).fault();
    if (fault.isPresent()) {
      return turn.refuse(fault.get());
    }
    Optional<Task> task = state.tasks.get(command.taskId());
    if (task.isEmpty()) {
      return turn.notFound("task", command.taskId());
    }
    return switch (task.get().status()) {
      case PENDING -> {
        endings.cancel(task.get(), command.reason());
        yield new Reply.Changed(command.taskId(), true);
      }
      case ASSIGNED, IN_PROGRESS -> {
        if (task.get().cancelRequested()) {
          yield new Reply.Changed(command.taskId(), false);
        }
        turn.emit(new TaskEvent.CancelRequested(command.taskId(), command.reason()));
        yield new Reply.Changed(command.taskId(), true);
      }
      case CANCELLED -> new Reply.Changed(command.taskId(), false);
      case COMPLETED, FAILED ->
          turn.refuse(
              Refusal.Code.WRONG_STATE,
              "task " + command.taskId() + " is " + task.get().status().wireName());
    };
  }

  @Override
  public Reply retryTask(TaskCommand.RetryTask command) {
    Optional<Task> task = state.tasks.get(command.taskId());
    if (task.isEmpty()) {
      return turn.notFound("task", command.taskId());
    }
    if (!task.get().status().isFinished() || task.get().status() == TaskStatus.COMPLETED) {
      return turn.refuse(
          Refusal.Code.WRONG_STATE,
          "task " + command.taskId() + " is " + task.get().status().wireName());
    }
    Optional<Refusal> fault = checkReferences(task.get().spec());
    if (fault.isPresent()) {
      return turn.refuse(fault.get());
    }
    turn.emit(new TaskEvent.TaskReplayed(command.taskId(), unmet(task.get().spec().dependsOn())));
    return new Reply.Changed(command.taskId(), true);
  }
}
