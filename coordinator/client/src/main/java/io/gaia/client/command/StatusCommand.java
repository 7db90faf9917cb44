package io.gaia.client.command;

import static io.gaia.client.http.ApiPath.path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.client.http.JsonHttp;
import io.gaia.client.http.RefusedException;
import io.gaia.client.http.UnreachableException;
import io.gaia.client.terminal.Table;
import io.gaia.schemas.json.EventCodec;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gaia status}. */
@Command(name = "status", description = "The coordinator at a glance: nodes, queue, classes.")
final class StatusCommand implements Callable<Integer> {

  private static final Table CLASSROOMS =
      new Table(
          "classroom_id",
          "student_count",
          "struggling_count",
          "open_alert_count",
          "worst_level",
          "last_event_at");

  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOptions coordinator;

  @Override
  public Integer call() {
    JsonHttp http = coordinator.connect("admin");
    ObjectNode status = EventCodec.mapper().createObjectNode();
    status.put("url", http.base().toString());
    for (String part : List.of("cluster", "queue", "classrooms")) {
      status.set(part, ask(http, part, part.equals("cluster")));
    }
    if (coordinator.json()) {
      return coordinator.print(status);
    }
    PrintWriter out = spec.commandLine().getOut();
    JsonNode classrooms = status.remove("classrooms");
    out.println(Table.fieldsOf(status));
    if (classrooms.has("items")) {
      out.println();
      out.println(CLASSROOMS.render(classrooms.path("items")));
    } else {
      out.println("classrooms: " + classrooms.path("refused").asText());
    }
    return ExitCode.DONE.number();
  }

  /** One part may be switched off, forbidden or without its Kafka while the others answer. */
  private static JsonNode ask(JsonHttp http, String part, boolean first) {
    try {
      return http.get(path(part));
    } catch (RefusedException e) {
      if (e.code().equals("unauthenticated")) {
        throw e;
      }
      return EventCodec.mapper().createObjectNode().put("refused", e.getMessage());
    } catch (UnreachableException e) {
      if (first) {
        throw e;
      }
      return EventCodec.mapper().createObjectNode().put("refused", e.getMessage());
    }
  }
}
