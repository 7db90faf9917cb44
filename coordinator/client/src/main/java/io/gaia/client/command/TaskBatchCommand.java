package io.gaia.client.command;

import static io.gaia.client.http.ApiPath.path;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.client.http.JsonHttp;
import io.gaia.schemas.json.EventCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gaia task batch}. */
@Command(
    name = "batch",
    description = {
      "Put many tasks into the queue: a JSON object a line, with the fields of the API.",
      "For example: {\"task_type\":\"build\",\"payload\":{\"n\":1},\"idempotency_key\":\"b-1\"}",
      "With an idempotency_key in each, the same file may be sent twice."
    })
final class TaskBatchCommand implements Callable<Integer> {

  private static final int MOST_TASKS = 1000;

  /** Below the 4 MiB that the coordinator takes. */
  private static final int MOST_CHARACTERS = 1_000_000;

  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOptions coordinator;

  @Option(names = "--lesson", paramLabel = "ID", description = "The lesson of all that name none.")
  private Optional<String> lesson = Optional.empty();

  @Parameters(paramLabel = "FILE", description = "NDJSON, or - for standard input.")
  private String file;

  private final ObjectNode outcome = EventCodec.mapper().createObjectNode();
  private final ArrayNode rejected = EventCodec.mapper().createArrayNode();
  private long enqueued;

  @Override
  public Integer call() throws IOException {
    JsonHttp http = coordinator.connect("agent");
    try (BufferedReader lines = open()) {
      Part part = new Part(1);
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (part.isFull(line)) {
          send(http, part);
          part = new Part(number);
        }
        part.add(line, number);
      }
      send(http, part);
    }
    return report();
  }

  private BufferedReader open() throws IOException {
    return file.equals("-")
        ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        : Files.newBufferedReader(Path.of(file));
  }

  /** Lines that go in one request. */
  private final class Part {
    private final ArrayNode tasks = EventCodec.mapper().createArrayNode();
    private final int[] lineNumbers = new int[MOST_TASKS];
    private long characters;

    private Part(int firstLine) {
      lineNumbers[0] = firstLine;
    }

    private boolean isFull(String next) {
      return tasks.size() == MOST_TASKS
          || (!tasks.isEmpty() && characters + next.length() > MOST_CHARACTERS);
    }

    private void add(String line, int number) {
      if (line.isBlank()) {
        return;
      }
      JsonNode task = read(line, number);
      if (lesson.isPresent() && !task.has("lesson_id")) {
        ((ObjectNode) task).put("lesson_id", lesson.get());
      }
      lineNumbers[tasks.size()] = number;
      tasks.add(task);
      characters += line.length();
    }
  }

  private JsonNode read(String line, int number) {
    try {
      JsonNode task = EventCodec.mapper().readTree(line);
      if (task.isObject()) {
        return task;
      }
    } catch (JsonProcessingException e) {
      // said below, as for JSON of another kind
    }
    throw new CommandFailure(
        ExitCode.FAILED,
        "%s, line %d: takes a JSON object; %d tasks before it are enqueued"
            .formatted(file, number, enqueued));
  }

  private void send(JsonHttp http, Part part) {
    if (part.tasks.isEmpty()) {
      return;
    }
    ObjectNode body = EventCodec.mapper().createObjectNode();
    body.set("tasks", part.tasks);
    JsonNode answer = http.post(path("tasks"), Optional.of(body));
    enqueued += answer.path("tasks").size();
    for (JsonNode refusal : answer.path("rejected")) {
      rejected.add(
          EventCodec.mapper()
              .createObjectNode()
              .put("line", part.lineNumbers[refusal.path("index").asInt()])
              .put("code", refusal.at("/problem/code").asText())
              .put("detail", refusal.at("/problem/detail").asText()));
    }
  }

  private int report() {
    outcome.put("enqueued", enqueued).set("rejected", rejected);
    if (coordinator.json()) {
      coordinator.print(outcome);
    } else {
      PrintWriter out = spec.commandLine().getOut();
      out.println(enqueued + " tasks are in the queue");
      for (JsonNode refusal : rejected) {
        out.printf(
            "line %d was refused: %s%n",
            refusal.path("line").asInt(), refusal.path("detail").asText());
      }
    }
    return (rejected.isEmpty() ? ExitCode.DONE : ExitCode.FAILED).number();
  }
}
