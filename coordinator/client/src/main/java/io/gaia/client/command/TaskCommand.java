package io.gaia.client.command;

import static io.gaia.client.command.CoordinatorOptions.path;
import static io.gaia.client.command.CoordinatorOptions.with;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.client.terminal.Table;
import io.gaia.schemas.json.EventCodec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gaia task}. */
@Command(name = "task", description = "Tasks in the queue.")
final class TaskCommand extends CommandGroup {

  private static final Table TABLE =
      new Table(
          "id",
          "task_type",
          "priority",
          "status",
          "lesson_id",
          "claimed_by",
          "fence",
          "attempt",
          "error");

  /** Whose claim a report is about. */
  static final class ClaimOptions {
    @Parameters(paramLabel = "TASK", description = "The task's id.")
    private String id;

    @Option(
        names = "--session",
        required = true,
        paramLabel = "ID",
        description = "The session that claimed it.")
    private String session;

    @Option(
        names = "--fence",
        required = true,
        paramLabel = "N",
        description = "The fence that the claim gave.")
    private long fence;

    private ObjectNode body() {
      return EventCodec.mapper().createObjectNode().put("session_id", session).put("fence", fence);
    }
  }

  @Command(name = "enqueue", description = "Put a task into the queue.")
  int enqueue(
      @Mixin CoordinatorOptions coordinator,
      @Option(names = "--type", required = true, paramLabel = "TYPE", description = "Task type.")
          String type,
      @Option(
              names = "--payload",
              defaultValue = "{}",
              paramLabel = "JSON",
              description = "JSON, @FILE, or - for standard input (default ${DEFAULT-VALUE}).")
          String payload,
      @Option(
              names = "--priority",
              defaultValue = "0",
              paramLabel = "N",
              description = "0 to 9, 9 first (default ${DEFAULT-VALUE}).")
          int priority,
      @Option(
              names = "--key",
              paramLabel = "KEY",
              description = "Idempotency key: the same key is the same task.")
          Optional<String> key,
      @Option(names = "--lesson", paramLabel = "ID", description = "The lesson it belongs to.")
          Optional<String> lesson,
      @Option(
              names = "--depends-on",
              paramLabel = "TASK",
              description = "Run after this task. May be repeated.")
          List<String> dependsOn)
      throws IOException {
    ObjectNode body = EventCodec.mapper().createObjectNode().put("task_type", type);
    body.set("payload", JsonText.read(spec(), "--payload", payload));
    body.put("priority", priority);
    key.ifPresent(text -> body.put("idempotency_key", text));
    lesson.ifPresent(id -> body.put("lesson_id", id));
    if (dependsOn != null) {
      dependsOn.forEach(body.putArray("depends_on")::add);
    }
    return coordinator.print(coordinator.connect("agent").post(path("tasks"), Optional.of(body)));
  }

  @Command(name = "list", description = "List tasks.")
  int list(
      @Mixin CoordinatorOptions coordinator,
      @Option(
              names = "--status",
              paramLabel = "STATUS",
              description =
                  "Only pending, assigned, in_progress, completed, failed or cancelled ones.")
          Optional<String> status,
      @Option(names = "--lesson", paramLabel = "ID", description = "Only of this lesson.")
          Optional<String> lesson,
      @Option(names = "--session", paramLabel = "ID", description = "Only of this session.")
          Optional<String> session,
      @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
          Optional<Integer> limit) {
    String query = with(with(path("tasks"), "status", status), "lesson_id", lesson);
    query = with(with(query, "session_id", session), "limit", limit);
    return coordinator.print(coordinator.connect("agent").get(query), TABLE);
  }

  @Command(name = "show", description = "Show a task.")
  int show(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "TASK", description = "The task's id.") String id) {
    return coordinator.print(coordinator.connect("agent").get(path("tasks", id)));
  }

  @Command(
      name = "claim",
      description = "Claim tasks for a session; keep the fence for the report.")
  int claim(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "SESSION", description = "The session's id.") String session,
      @Option(
              names = "--max",
              defaultValue = "1",
              paramLabel = "N",
              description = "At most so many (default ${DEFAULT-VALUE}).")
          int max,
      @Option(
              names = "--wait",
              defaultValue = "0",
              paramLabel = "SECONDS",
              description = "Wait for work, up to 25 s (default ${DEFAULT-VALUE}).")
          int waitSeconds,
      @Option(names = "--lesson", paramLabel = "ID", description = "Only of this lesson.")
          Optional<String> lesson) {
    ObjectNode body =
        EventCodec.mapper().createObjectNode().put("max", max).put("wait_seconds", waitSeconds);
    lesson.ifPresent(id -> body.put("lesson_id", id));
    JsonNode answer =
        coordinator.connect("agent").post(path("sessions", session, "claims"), Optional.of(body));
    if (coordinator.json()) {
      return coordinator.print(answer);
    }
    spec()
        .commandLine()
        .getOut()
        .println(
            new Table("id", "task_type", "fence", "claim_expires_at", "lesson_id", "payload")
                .render(answer.path("tasks")));
    return ExitCode.DONE.number();
  }

  @Command(name = "start", description = "Say that work on a claimed task has begun.")
  int start(@Mixin CoordinatorOptions coordinator, @Mixin ClaimOptions claim) {
    return report(coordinator, claim, "start", claim.body());
  }

  @Command(name = "complete", description = "Report a claimed task as done.")
  int complete(
      @Mixin CoordinatorOptions coordinator,
      @Mixin ClaimOptions claim,
      @Option(names = "--result", paramLabel = "JSON", description = "JSON, @FILE, or -.")
          Optional<String> result)
      throws IOException {
    ObjectNode body = claim.body();
    if (result.isPresent()) {
      body.set("result", JsonText.read(spec(), "--result", result.get()));
    }
    return report(coordinator, claim, "complete", body);
  }

  @Command(name = "fail", description = "Report a claimed task as failed.")
  int fail(
      @Mixin CoordinatorOptions coordinator,
      @Mixin ClaimOptions claim,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
          String reason,
      @Option(names = "--no-retry", description = "Do not try it again.") boolean noRetry) {
    ObjectNode body = claim.body().put("reason", reason).put("retryable", !noRetry);
    return report(coordinator, claim, "fail", body);
  }

  @Command(name = "extend", description = "Keep a claim for longer.")
  int extend(
      @Mixin CoordinatorOptions coordinator,
      @Mixin ClaimOptions claim,
      @Option(names = "--seconds", paramLabel = "N", description = "From now.")
          Optional<Integer> seconds) {
    ObjectNode body = claim.body();
    seconds.ifPresent(number -> body.put("seconds", number));
    return report(coordinator, claim, "extend", body);
  }

  @Command(name = "release", description = "Give a claimed task back without spending an attempt.")
  int release(@Mixin CoordinatorOptions coordinator, @Mixin ClaimOptions claim) {
    return report(coordinator, claim, "release", claim.body());
  }

  @Command(name = "cancel", description = "Cancel a task; a running one is asked to stop.")
  int cancel(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "TASK", description = "The task's id.") String id) {
    return coordinator.print(
        coordinator.connect("agent").post(path("tasks", id, "cancel"), Optional.empty()));
  }

  @Command(name = "retry", description = "Put a failed task back into the queue.")
  int retry(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "TASK", description = "The task's id.") String id) {
    return coordinator.print(
        coordinator.connect("agent").post(path("tasks", id, "retry"), Optional.empty()));
  }

  private static int report(
      CoordinatorOptions coordinator, ClaimOptions claim, String verb, ObjectNode body) {
    return coordinator.print(
        coordinator.connect("agent").post(path("tasks", claim.id, verb), Optional.of(body)));
  }
}
