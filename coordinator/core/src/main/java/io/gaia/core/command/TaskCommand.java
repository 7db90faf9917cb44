package io.gaia.core.command;

import io.gaia.core.model.TaskSpec;
import java.util.Optional;
import java.util.OptionalLong;

/** What can be asked about tasks. */
public sealed interface TaskCommand extends Command {
  @Override
  default <R> R match(Command.Cases<R> cases) {
    return match((Cases<R>) cases);
  }

  @Override
  default <R> R family(Command.Families<R> families) {
    return families.task(this);
  }

  <R> R match(Cases<R> cases);

  /**
   * Makes a task, once per idempotency key.
   *
   * @param newId of the task if it is made
   */
  record EnqueueTask(String newId, TaskSpec spec) implements TaskCommand {
    @Override
    public String subject() {
      return spec.idempotencyKey().orElse(spec.taskType());
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.enqueueTask(this);
    }
  }

  /**
   * Takes the best waiting tasks for a session. Without work the answer is empty: who wants to wait
   * asks again when {@code View.hasWorkFor} says so.
   *
   * @param incarnation the current one if absent
   * @param max 1..1000
   * @param lessonId only of that lesson
   * @param waits without work it will be asked again under the same request id, so that finding
   *     nothing is not its answer yet
   */
  record ClaimTasks(
      String sessionId, OptionalLong incarnation, int max, Optional<String> lessonId, boolean waits)
      implements TaskCommand {
    /** Does not wait. */
    public ClaimTasks(
        String sessionId, OptionalLong incarnation, int max, Optional<String> lessonId) {
      this(sessionId, incarnation, max, lessonId, false);
    }

    public ClaimTasks whoWaits() {
      return new ClaimTasks(sessionId, incarnation, max, lessonId, true);
    }

    @Override
    public String subject() {
      return sessionId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.claimTasks(this);
    }
  }

  /** Gives a waiting task to a session that did not ask; it learns of it by its next heartbeat. */
  record AssignTask(String taskId, String sessionId) implements TaskCommand {
    @Override
    public String subject() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.assignTask(this);
    }
  }

  /** The session began to work on its claim. */
  record StartTask(String taskId, String sessionId, long fence) implements TaskCommand {
    @Override
    public String subject() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.startTask(this);
    }
  }

  /**
   * The one good end of a task.
   *
   * @param result JSON text, at most 64 KiB
   */
  record CompleteTask(String taskId, String sessionId, long fence, Optional<String> result)
      implements TaskCommand {
    @Override
    public String subject() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.completeTask(this);
    }
  }

  /** An attempt failed: retried later, unless it is not retryable or out of attempts. */
  record FailTask(String taskId, String sessionId, long fence, String reason, boolean retryable)
      implements TaskCommand {
    @Override
    public String subject() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.failTask(this);
    }
  }

  /**
   * Makes the claim end later.
   *
   * @param extendMs from now; the setting if absent
   */
  record ExtendClaim(String taskId, String sessionId, long fence, OptionalLong extendMs)
      implements TaskCommand {
    @Override
    public String subject() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.extendClaim(this);
    }
  }

  /**
   * Gives the task back without spending an attempt.
   *
   * @param runAtMs not before that state time
   */
  record ReleaseTask(String taskId, String sessionId, long fence, OptionalLong runAtMs)
      implements TaskCommand {
    @Override
    public String subject() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.releaseTask(this);
    }
  }

  /** Ends a waiting task; asks the session of a running one to stop. */
  record CancelTask(String taskId, String reason) implements TaskCommand {
    @Override
    public String subject() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.cancelTask(this);
    }
  }

  /** Replays a failed or cancelled task with fresh attempts. */
  record RetryTask(String taskId) implements TaskCommand {
    @Override
    public String subject() {
      return taskId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.retryTask(this);
    }
  }

  /** One case for each. */
  interface Cases<R> {
    R enqueueTask(EnqueueTask command);

    R claimTasks(ClaimTasks command);

    R assignTask(AssignTask command);

    R startTask(StartTask command);

    R completeTask(CompleteTask command);

    R failTask(FailTask command);

    R extendClaim(ExtendClaim command);

    R releaseTask(ReleaseTask command);

    R cancelTask(CancelTask command);

    R retryTask(RetryTask command);
  }
}
