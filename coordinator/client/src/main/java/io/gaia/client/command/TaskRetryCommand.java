package io.gaia.client.command;

import static io.gaia.client.http.ApiPath.path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.client.http.JsonHttp;
import io.gaia.schemas.json.EventCodec;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gaia task retry}. */
@Command(
    name = "retry",
    description = "Put a failed or cancelled task back into the queue, or --all that match.")
final class TaskRetryCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOptions coordinator;

  @Parameters(arity = "0..1", paramLabel = "TASK", description = "The task's id.")
  private Optional<String> id = Optional.empty();

  @Option(names = "--all", description = "All dead letters, or those that the filters match.")
  private boolean all;

  @Option(names = "--lesson", paramLabel = "ID", description = "With --all: only of this lesson.")
  private Optional<String> lesson = Optional.empty();

  @Option(names = "--type", paramLabel = "TYPE", description = "With --all: only of this type.")
  private Optional<String> type = Optional.empty();

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "With --all: failed (default) or cancelled ones.")
  private Optional<String> status = Optional.empty();

  @Option(
      names = "--limit",
      defaultValue = "1000",
      paramLabel = "N",
      description = "With --all: at most so many, 1 to 1000 (default ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() {
    if (all == id.isPresent()) {
      throw new ParameterException(spec.commandLine(), "which ones? a TASK, or --all");
    }
    JsonHttp http = coordinator.connect("admin");
    if (!all) {
      return coordinator.print(
          http.post(path("tasks", id.orElseThrow(), "retry"), Optional.empty()));
    }
    ObjectNode filter = EventCodec.mapper().createObjectNode().put("limit", limit);
    lesson.ifPresent(text -> filter.put("lesson_id", text));
    type.ifPresent(text -> filter.put("task_type", text));
    status.ifPresent(text -> filter.put("status", text));
    JsonNode answer = http.post(path("tasks", "retry"), Optional.of(filter));
    if (coordinator.json()) {
      return coordinator.print(answer);
    }
    spec.commandLine()
        .getOut()
        .printf(
            "%d tasks are in the queue again, %d were refused%n",
            answer.path("tasks").size(), answer.path("rejected").size());
    return ExitCode.DONE.number();
  }
}
