package io.gaia.server.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.gaia.core.command.Command;
import io.gaia.core.command.TaskCommand.CompleteTask;
import io.gaia.core.command.TaskCommand.EnqueueTask;
import io.gaia.core.command.TaskCommand.ExtendClaim;
import io.gaia.core.command.TaskCommand.FailTask;
import io.gaia.core.command.TaskCommand.ReleaseTask;
import io.gaia.core.command.TaskCommand.StartTask;
import io.gaia.core.model.Provider;
import io.gaia.core.model.Requires;
import io.gaia.core.model.TaskSpec;
import io.gaia.core.model.Tier;
import io.gaia.server.http.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What clients send about tasks. */
final class TaskBodies {
  /** In the order of time, so that tasks of one time stand together wherever ids are the key. */
  private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();

  private TaskBodies() {}

  /** A task as it is asked for. */
  public record NewTask(
      Optional<String> taskType,
      Optional<JsonNode> payload,
      Optional<String> idempotencyKey,
      Optional<Integer> priority,
      Optional<String> lessonId,
      Optional<String> targetSessionId,
      Optional<RequiresBody> requires,
      Optional<List<String>> dependsOn,
      Optional<Instant> runAt,
      Optional<Integer> maxRetries) {

    /**
     * @param prefix of field names in problems: empty, or such as {@code tasks[3].}
     */
    EnqueueTask toCommand(String prefix) {
      return new EnqueueTask(
          "t-" + IDS.generate(),
          new TaskSpec(
              Fields.required(prefix + "task_type", taskType),
              Fields.required(prefix + "payload", Fields.text(prefix + "payload", payload)),
              idempotencyKey,
              Fields.count(priority),
              lessonId,
              targetSessionId,
              requires.map(given -> given.toRequires(prefix)).orElse(Requires.NOTHING),
              dependsOn.orElse(List.of()),
              Fields.millis("run_at", runAt),
              Fields.count(maxRetries)));
    }
  }

  /** What a session must be to take the task. */
  public record RequiresBody(
      Optional<String> tier, Optional<String> provider, Optional<List<String>> capabilities) {
    Requires toRequires(String prefix) {
      return new Requires(
          tier.map(name -> Fields.constant(Tier.class, prefix + "requires.tier", name)),
          provider.map(name -> Fields.constant(Provider.class, prefix + "requires.provider", name)),
          capabilities.orElse(List.of()));
    }
  }

  /** Many tasks in one request. */
  public record NewTasks(Optional<List<NewTask>> tasks) {
    static final int MAX_TASKS = 1000;

    List<NewTask> checked() {
      List<NewTask> given = Fields.required("tasks", tasks);
      requireBatch("tasks", given.size());
      return given;
    }
  }

  static void requireBatch(String field, int size) {
    if (size < 1 || size > NewTasks.MAX_TASKS) {
      throw Problem.invalidField(field, field + " takes 1 to " + NewTasks.MAX_TASKS + " entries")
          .exception();
    }
  }

  /** What a session says of a claim of its own. */
  interface OfClaim {
    Optional<String> sessionId();

    Command toCommand(String taskId);
  }

  /** Work on it begins. */
  public record HeldBody(Optional<String> sessionId, Optional<Long> fence) implements OfClaim {
    @Override
    public StartTask toCommand(String taskId) {
      return new StartTask(taskId, theSession(sessionId), theFence(fence));
    }
  }

  /** A good end. */
  public record CompleteBody(
      Optional<String> sessionId, Optional<Long> fence, Optional<JsonNode> result)
      implements OfClaim {
    @Override
    public CompleteTask toCommand(String taskId) {
      return new CompleteTask(
          taskId, theSession(sessionId), theFence(fence), Fields.text("result", result));
    }
  }

  /** An attempt that failed. */
  public record FailBody(
      Optional<String> sessionId,
      Optional<Long> fence,
      Optional<String> reason,
      Optional<Boolean> retryable)
      implements OfClaim {
    @Override
    public FailTask toCommand(String taskId) {
      return new FailTask(
          taskId,
          theSession(sessionId),
          theFence(fence),
          Fields.required("reason", reason),
          retryable.orElse(true));
    }
  }

  /** More time; the claim timeout if {@code seconds} is absent. */
  public record ExtendBody(
      Optional<String> sessionId, Optional<Long> fence, Optional<Double> seconds)
      implements OfClaim {
    @Override
    public ExtendClaim toCommand(String taskId) {
      OptionalLong millis =
          seconds
              .map(given -> OptionalLong.of(Fields.millis("seconds", given)))
              .orElse(OptionalLong.empty());
      return new ExtendClaim(taskId, theSession(sessionId), theFence(fence), millis);
    }
  }

  /** Giving back; at once again if {@code run_at} is absent. */
  public record ReleaseBody(
      Optional<String> sessionId, Optional<Long> fence, Optional<Instant> runAt)
      implements OfClaim {
    @Override
    public ReleaseTask toCommand(String taskId) {
      return new ReleaseTask(
          taskId, theSession(sessionId), theFence(fence), Fields.millis("run_at", runAt));
    }
  }

  private static String theSession(Optional<String> sessionId) {
    return Fields.required("session_id", sessionId);
  }

  private static long theFence(Optional<Long> fence) {
    return Fields.required("fence", fence);
  }

  public record CancelBody(Optional<String> reason) {}

  public record AssignBody(Optional<String> sessionId) {}

  /** One completion of several. */
  public record CompleteItem(
      Optional<String> taskId,
      Optional<String> sessionId,
      Optional<Long> fence,
      Optional<JsonNode> result) {}

  public record CompleteItems(Optional<List<CompleteItem>> items) {}

  /** Which dead letters to replay; all of the lesson and type if given. */
  public record RetryFilter(
      Optional<String> lessonId,
      Optional<String> taskType,
      Optional<String> status,
      Optional<Integer> limit) {}
}
