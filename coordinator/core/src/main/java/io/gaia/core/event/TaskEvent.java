package io.gaia.core.event;

import io.gaia.core.model.AttemptOutcome;
import io.gaia.core.model.Claim;
import io.gaia.core.model.Progress;
import io.gaia.core.model.Task;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What happens to tasks. */
public sealed interface TaskEvent extends Event {
  @Override
  default <R> R match(Event.Cases<R> cases) {
    return match((Cases<R>) cases);
  }

  @Override
  default <R> R family(Event.Families<R> families) {
    return families.task(this);
  }

  <R> R match(Cases<R> cases);

  /**
   * A task is new.
   *
   * @param task as it enters the state
   */
  record TaskEnqueued(Task task) implements TaskEvent {
    @Override
    public String type() {
      return "task.enqueued";
    }

    @Override
    public String entityId() {
      return task.id();
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.taskEnqueued(this);
    }
  }

  /** Its time came: it stands among the waiting tasks. */
  record TaskReady(String taskId) implements TaskEvent {
    @Override
    public String type() {
      return "task.ready";
    }

    @Override
    public String entityId() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.taskReady(this);
    }
  }

  /** A task it depends on has completed. */
  record TaskUnblocked(String taskId, String dependency) implements TaskEvent {
    @Override
    public String type() {
      return "task.unblocked";
    }

    @Override
    public String entityId() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.taskUnblocked(this);
    }
  }

  /** A session has it. */
  record TaskClaimed(String taskId, Claim claim) implements TaskEvent {
    @Override
    public String type() {
      return "task.claimed";
    }

    @Override
    public String entityId() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.taskClaimed(this);
    }
  }

  /** The session began to work. */
  record TaskStarted(String taskId) implements TaskEvent {
    @Override
    public String type() {
      return "task.started";
    }

    @Override
    public String entityId() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.taskStarted(this);
    }
  }

  /** The session said how far it is. */
  record TaskProgressed(String taskId, Progress progress) implements TaskEvent {
    @Override
    public String type() {
      return "task.progressed";
    }

    @Override
    public String entityId() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.taskProgressed(this);
    }
  }

  /** The claim ends later. */
  record ClaimExtended(String taskId, long expiresAtMs) implements TaskEvent {
    @Override
    public String type() {
      return "task.extended";
    }

    @Override
    public String entityId() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.claimExtended(this);
    }
  }

  /** The one good end. */
  record TaskCompleted(String taskId, Optional<String> result) implements TaskEvent {
    @Override
    public String type() {
      return "task.completed";
    }

    @Override
    public String entityId() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.taskCompleted(this);
    }
  }

  /** An attempt failed; the next is later. */
  record TaskRetryScheduled(String taskId, String reason, long runAtMs) implements TaskEvent {
    @Override
    public String type() {
      return "task.retry_scheduled";
    }

    @Override
    public String entityId() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.taskRetryScheduled(this);
    }
  }

  /**
   * A dead letter.
   *
   * @param lastAttempt how its last claim ended
   */
  record TaskFailed(String taskId, String reason, AttemptOutcome lastAttempt) implements TaskEvent {
    @Override
    public String type() {
      return "task.failed";
    }

    @Override
    public String entityId() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.taskFailed(this);
    }
  }

  /** Its session died or its claim ran out; it waits again. */
  record TaskLost(String taskId, String reason) implements TaskEvent {
    @Override
    public String type() {
      return "task.lost";
    }

    @Override
    public String entityId() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.taskLost(this);
    }
  }

  /** Its session gave it back. */
  record TaskReleased(String taskId, OptionalLong runAtMs) implements TaskEvent {
    @Override
    public String type() {
      return "task.released";
    }

    @Override
    public String entityId() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.taskReleased(this);
    }
  }

  /** Its session is to stop. */
  record CancelRequested(String taskId, String reason) implements TaskEvent {
    @Override
    public String type() {
      return "task.cancel_requested";
    }

    @Override
    public String entityId() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.cancelRequested(this);
    }
  }

  /** It ends without outcome. */
  record TaskCancelled(String taskId, String reason) implements TaskEvent {
    @Override
    public String type() {
      return "task.cancelled";
    }

    @Override
    public String entityId() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.taskCancelled(this);
    }
  }

  /** A failed or cancelled task waits again, with fresh attempts. */
  record TaskReplayed(String taskId, List<String> blockedBy) implements TaskEvent {
    @Override
    public String type() {
      return "task.replayed";
    }

    @Override
    public String entityId() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.taskReplayed(this);
    }
  }

  /** A finished task left the state. */
  record TaskEvicted(String taskId) implements TaskEvent {
    @Override
    public String type() {
      return "task.evicted";
    }

    @Override
    public String entityId() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.taskEvicted(this);
    }
  }

  /** One case for each. */
  interface Cases<R> {
    R taskEnqueued(TaskEnqueued event);

    R taskReady(TaskReady event);

    R taskUnblocked(TaskUnblocked event);

    R taskClaimed(TaskClaimed event);

    R taskStarted(TaskStarted event);

    R taskProgressed(TaskProgressed event);

    R claimExtended(ClaimExtended event);

    R taskCompleted(TaskCompleted event);

    R taskRetryScheduled(TaskRetryScheduled event);

    R taskFailed(TaskFailed event);

    R taskLost(TaskLost event);

    R taskReleased(TaskReleased event);

    R cancelRequested(CancelRequested event);

    R taskCancelled(TaskCancelled event);

    R taskReplayed(TaskReplayed event);

    R taskEvicted(TaskEvicted event);
  }
}
