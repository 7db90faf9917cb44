package io.gaia.client.command;

import static io.gaia.client.command.CoordinatorOptions.path;
import static io.gaia.client.command.CoordinatorOptions.with;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.client.terminal.Table;
import io.gaia.schemas.json.EventCodec;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gaia session}. */
@Command(name = "session", description = "Sessions that work on tasks.")
final class SessionCommand extends CommandGroup {

  private static final Table TABLE =
      new Table(
          "id",
          "name",
          "tier",
          "provider",
          "status",
          "health",
          "lesson_id",
          "current_task_count",
          "lease_expires_at");

  @Command(
      name = "register",
      description = "Register a session; it lives while it sends heartbeats.")
  int register(
      @Mixin CoordinatorOptions coordinator,
      @Option(names = "--name", required = true, paramLabel = "NAME", description = "Unique name.")
          String name,
      @Option(
              names = "--tier",
              defaultValue = "worker",
              paramLabel = "TIER",
              description = "high_level, manager or worker (default ${DEFAULT-VALUE}).")
          String tier,
      @Option(
              names = "--provider",
              defaultValue = "claude",
              paramLabel = "NAME",
              description =
                  "claude, codex, ollama, openai, gemini or other (default ${DEFAULT-VALUE}).")
          String provider,
      @Option(
              names = "--capability",
              paramLabel = "NAME",
              description = "What it can do. May be repeated.")
          List<String> capabilities,
      @Option(names = "--lesson", paramLabel = "ID", description = "The lesson it works on.")
          Optional<String> lesson,
      @Option(
              names = "--max-tasks",
              defaultValue = "1",
              paramLabel = "N",
              description = "Tasks at a time (default ${DEFAULT-VALUE}).")
          int maxTasks,
      @Option(names = "--takeover", description = "Take the name from a living session.")
          boolean takeover) {
    ObjectNode body = EventCodec.mapper().createObjectNode();
    body.put("name", name).put("tier", tier).put("provider", provider);
    if (capabilities != null) {
      capabilities.forEach(body.putArray("capabilities")::add);
    }
    lesson.ifPresent(id -> body.put("lesson_id", id));
    body.put("max_concurrent_tasks", maxTasks);
    if (takeover) {
      body.put("takeover", true);
    }
    return coordinator.print(
        coordinator.connect("agent").post(path("sessions"), Optional.of(body)));
  }

  @Command(name = "heartbeat", description = "Renew a session's lease.")
  int heartbeat(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "SESSION", description = "The session's id.") String id,
      @Option(names = "--incarnation", paramLabel = "N", description = "Which life of it.")
          Optional<Long> incarnation) {
    ObjectNode body = EventCodec.mapper().createObjectNode();
    incarnation.ifPresent(number -> body.put("incarnation", number));
    return coordinator.print(
        coordinator.connect("agent").post(path("sessions", id, "heartbeat"), Optional.of(body)));
  }

  @Command(name = "list", description = "List sessions.")
  int list(
      @Mixin CoordinatorOptions coordinator,
      @Option(names = "--status", paramLabel = "STATUS", description = "Only these.")
          Optional<String> status,
      @Option(names = "--lesson", paramLabel = "ID", description = "Only of this lesson.")
          Optional<String> lesson) {
    String query = with(with(path("sessions"), "status", status), "lesson_id", lesson);
    return coordinator.print(coordinator.connect("agent").get(query), TABLE);
  }

  @Command(name = "show", description = "Show a session.")
  int show(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "SESSION", description = "The session's id.") String id) {
    return coordinator.print(coordinator.connect("agent").get(path("sessions", id)));
  }

  @Command(name = "pause", description = "Give it no new tasks.")
  int pause(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "SESSION", description = "The session's id.") String id) {
    return change(coordinator, id, "pause");
  }

  @Command(name = "resume", description = "Give it tasks again.")
  int resume(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "SESSION", description = "The session's id.") String id) {
    return change(coordinator, id, "resume");
  }

  @Command(name = "drain", description = "Let it finish what it has, and take nothing new.")
  int drain(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "SESSION", description = "The session's id.") String id) {
    return change(coordinator, id, "drain");
  }

  @Command(name = "unregister", description = "End a session; its tasks go back to the queue.")
  int unregister(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "SESSION", description = "The session's id.") String id) {
    return coordinator.print(coordinator.connect("agent").delete(path("sessions", id)));
  }

  private static int change(CoordinatorOptions coordinator, String id, String verb) {
    return coordinator.print(
        coordinator.connect("agent").post(path("sessions", id, verb), Optional.empty()));
  }
}
