package io.gaia.client.command;

import static io.gaia.client.http.ApiPath.path;
import static io.gaia.client.http.ApiPath.with;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.client.terminal.Table;
import io.gaia.schemas.json.EventCodec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gaia task}. */
@Command(
    name = "task",
    description = "Tasks in the queue.",
    subcommands = {TaskBatchCommand.class, TaskRetryCommand.class})
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

  private static final Table DEAD_TABLE =
      new Table("id", "task_type", "lesson_id", "attempt", "retry_count", "lost_count", "error");

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
      @Mixin TaskOptions options)
      throws IOException {
    ObjectNode body = EventCodec.mapper().createObjectNode().put("task_type", type);
    body.set("payload", JsonText.read(spec(), "--payload", payload));
    options.fill(body);
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
      @Mixin PageOptions page) {
    String query = with(with(path("tasks"), "status", status), "lesson_id", lesson);
    query = with(query, "session_id", session);
    return coordinator.print(coordinator.connect("agent").get(page.of(query)), TABLE);
  }

  @Command(
      name = "dead",
      description = "List the dead letters: failed, with no attempts left; gaia task retry.")
  int dead(
      @Mixin CoordinatorOptions coordinator,
      @Option(names = "--lesson", paramLabel = "ID", description = "Only of this lesson.")
          Optional<String> lesson,
      @Mixin PageOptions page) {
    String query = with(with(path("tasks"), "status", Optional.of("failed")), "lesson_id", lesson);
    return coordinator.print(coordinator.connect("agent").get(page.of(query)), DEAD_TABLE);
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
  int release(
      @Mixin CoordinatorOptions coordinator,
      @Mixin ClaimOptions claim,
      @Option(names = "--in", paramLabel = "TIME", description = "Not again before, such as 10m.")
          Optional<Duration> delay) {
    ObjectNode body = claim.body();
    delay.ifPresent(time -> body.put("run_at", Instant.now().plus(time).toString()));
    return report(coordinator, claim, "release", body);
  }

  @Command(name = "cancel", description = "Cancel a task; a running one is asked to stop.")
  int cancel(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "TASK", description = "The task's id.") String id,
      @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
          Optional<String> reason) {
    ObjectNode body = EventCodec.mapper().createObjectNode();
    reason.ifPresent(text -> body.put("reason", text));
    return coordinator.print(
        coordinator.connect("admin").post(path("tasks", id, "cancel"), Optional.of(body)));
  }

  @Command(name = "assign", description = "Give a waiting task to a session that did not ask.")
  int assign(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "TASK", description = "The task's id.") String id,
      @Option(names = "--session", required = true, paramLabel = "ID", description = "To whom.")
          String session) {
    ObjectNode body = EventCodec.mapper().createObjectNode().put("session_id", session);
    return coordinator.print(
        coordinator.connect("admin").post(path("tasks", id, "assign"), Optional.of(body)));
  }

  private static int report(
      CoordinatorOptions coordinator, ClaimOptions claim, String verb, ObjectNode body) {
    return coordinator.print(
        coordinator.connect("agent").post(path("tasks", claim.id, verb), Optional.of(body)));
  }
}
