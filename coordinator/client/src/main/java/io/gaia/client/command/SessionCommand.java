package io.gaia.client.command;

import static io.gaia.client.http.ApiPath.path;
import static io.gaia.client.http.ApiPath.with;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.client.coordination.SessionSpec;
import io.gaia.client.terminal.Table;
import io.gaia.schemas.json.EventCodec;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gaia session}. */
@Command(
    name = "session",
    description = "Sessions that work on tasks.",
    subcommands = AffinityCommand.class)
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
      @Mixin SessionOptions session,
      @Option(names = "--name", required = true, paramLabel = "NAME", description = "Unique name.")
          String name,
      @Option(names = "--lesson", paramLabel = "ID", description = "The lesson it works on.")
          Optional<String> lesson,
      @Option(
              names = "--max-tasks",
              defaultValue = "1",
              paramLabel = "N",
              description = "Tasks at a time (default ${DEFAULT-VALUE}).")
          int maxTasks,
      @Mixin TimeWindowOptions window) {
    SessionSpec described = session.describe(name).on(lesson).withMaxConcurrentTasks(maxTasks);
    ObjectNode body = EventCodec.mapper().valueToTree(described);
    window.json(spec()).ifPresent(hours -> body.set("time_window", hours));
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
      @Option(
              names = "--status",
              paramLabel = "STATUS",
              description = "Only idle, busy, paused, draining, failed or offline ones.")
          Optional<String> status,
      @Option(names = "--lesson", paramLabel = "ID", description = "Only of this lesson.")
          Optional<String> lesson,
      @Mixin PageOptions page) {
    String query = with(with(path("sessions"), "status", status), "lesson_id", lesson);
    return coordinator.print(coordinator.connect("agent").get(page.of(query)), TABLE);
  }

  @Command(
      name = "available",
      description =
          "List healthy sessions with room, the closest to a lesson and least loaded first.")
  int available(
      @Mixin CoordinatorOptions coordinator,
      @Option(names = "--lesson", paramLabel = "ID", description = "Closest to this lesson.")
          Optional<String> lesson) {
    String query = with(path("sessions", "available"), "lesson_id", lesson);
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

  @Command(
      name = "fail",
      description = "Declare a session dead: its tasks count as lost and go back to the queue.")
  int fail(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "SESSION", description = "The session's id.") String id,
      @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
          Optional<String> reason) {
    ObjectNode body = EventCodec.mapper().createObjectNode();
    reason.ifPresent(text -> body.put("reason", text));
    return coordinator.print(
        coordinator.connect("agent").post(path("sessions", id, "fail"), Optional.of(body)));
  }

  private static int change(CoordinatorOptions coordinator, String id, String verb) {
    return coordinator.print(
        coordinator.connect("agent").post(path("sessions", id, verb), Optional.empty()));
  }
}
