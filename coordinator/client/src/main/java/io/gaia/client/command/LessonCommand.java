package io.gaia.client.command;

import static io.gaia.client.http.ApiPath.path;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.client.terminal.Table;
import io.gaia.schemas.json.EventCodec;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code gaia lesson}. */
@Command(name = "lesson", description = "Lessons: what tasks are grouped by.")
final class LessonCommand extends CommandGroup {

  private static final Table TABLE =
      new Table(
          "id",
          "title",
          "priority",
          "paused",
          "tasks_total",
          "tasks_completed",
          "tasks_failed",
          "tasks_cancelled");

  @Command(
      name = "create",
      description = "Make a lesson; a task that names a new one makes it, too.")
  int create(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "LESSON", description = "The lesson's id.") String id,
      @Option(names = "--title", paramLabel = "TEXT", description = "For people (default: the id).")
          Optional<String> title,
      @Option(
              names = "--priority",
              defaultValue = "0",
              paramLabel = "N",
              description = "Of tasks that name none, 0 to 9, 9 first (default ${DEFAULT-VALUE}).")
          int priority,
      @Option(
              names = "--metadata",
              paramLabel = "JSON",
              description = "A JSON object, @FILE, or - for standard input.")
          Optional<String> metadata)
      throws IOException {
    ObjectNode body = EventCodec.mapper().createObjectNode().put("id", id);
    title.ifPresent(text -> body.put("title", text));
    body.put("priority", priority);
    if (metadata.isPresent()) {
      body.set("metadata", JsonText.read(spec(), "--metadata", metadata.get()));
    }
    return coordinator.print(coordinator.connect("admin").post(path("lessons"), Optional.of(body)));
  }

  @Command(name = "list", description = "List lessons.")
  int list(@Mixin CoordinatorOptions coordinator, @Mixin PageOptions page) {
    return coordinator.print(coordinator.connect("agent").get(page.of(path("lessons"))), TABLE);
  }

  @Command(name = "show", description = "Show a lesson and its progress.")
  int show(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "LESSON", description = "The lesson's id.") String id) {
    return coordinator.print(coordinator.connect("agent").get(path("lessons", id)));
  }

  @Command(name = "update", description = "Change a lesson; what is not given stays.")
  int update(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "LESSON", description = "The lesson's id.") String id,
      @Option(names = "--title", paramLabel = "TEXT", description = "For people.")
          Optional<String> title,
      @Option(names = "--priority", paramLabel = "N", description = "0 to 9, 9 first.")
          Optional<Integer> priority,
      @Option(
              names = "--metadata",
              paramLabel = "JSON",
              description = "A JSON object, @FILE, or - for standard input.")
          Optional<String> metadata)
      throws IOException {
    ObjectNode body = EventCodec.mapper().createObjectNode();
    title.ifPresent(text -> body.put("title", text));
    priority.ifPresent(number -> body.put("priority", number));
    if (metadata.isPresent()) {
      body.set("metadata", JsonText.read(spec(), "--metadata", metadata.get()));
    }
    if (body.isEmpty()) {
      throw new ParameterException(
          spec().commandLine(), "what is to change? one of --title, --priority, --metadata");
    }
    return coordinator.print(coordinator.connect("admin").patch(path("lessons", id), body));
  }

  @Command(name = "pause", description = "Hand out none of its tasks.")
  int pause(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "LESSON", description = "The lesson's id.") String id) {
    return setPaused(coordinator, id, true);
  }

  @Command(name = "resume", description = "Hand out its tasks again.")
  int resume(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "LESSON", description = "The lesson's id.") String id) {
    return setPaused(coordinator, id, false);
  }

  private static int setPaused(CoordinatorOptions coordinator, String id, boolean paused) {
    ObjectNode body = EventCodec.mapper().createObjectNode().put("paused", paused);
    return coordinator.print(coordinator.connect("admin").patch(path("lessons", id), body));
  }
}
