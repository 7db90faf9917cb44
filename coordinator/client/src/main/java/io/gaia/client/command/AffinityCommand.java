package io.gaia.client.command;

import static io.gaia.client.http.ApiPath.path;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.client.terminal.Table;
import io.gaia.schemas.json.EventCodec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gaia session affinity}. */
@Command(
    name = "affinity",
    description = "How close a session is to lessons: their tasks come to it first.")
final class AffinityCommand extends CommandGroup {

  private static final Table TABLE =
      new Table(
          "lesson_id", "score", "time_window.start", "time_window.end", "time_window.time_zone");

  @Command(name = "list", description = "List a session's affinities.")
  int list(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "SESSION", description = "The session's id.") String session) {
    return coordinator.print(
        coordinator.connect("agent").get(path("sessions", session, "affinities")), TABLE);
  }

  @Command(name = "set", description = "Make or replace an affinity.")
  int set(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "SESSION", description = "The session's id.") String session,
      @Parameters(paramLabel = "LESSON", description = "The lesson's id.") String lesson,
      @Option(
              names = "--score",
              defaultValue = "100",
              paramLabel = "N",
              description = "How close, 0 to 100 (default ${DEFAULT-VALUE}).")
          int score,
      @Mixin TimeWindowOptions window) {
    ObjectNode body = EventCodec.mapper().createObjectNode().put("score", score);
    window.json(spec()).ifPresent(hours -> body.set("time_window", hours));
    return coordinator.print(
        coordinator.connect("agent").put(path("sessions", session, "affinities", lesson), body));
  }

  @Command(name = "remove", description = "Remove an affinity.")
  int remove(
      @Mixin CoordinatorOptions coordinator,
      @Parameters(paramLabel = "SESSION", description = "The session's id.") String session,
      @Parameters(paramLabel = "LESSON", description = "The lesson's id.") String lesson) {
    return coordinator.print(
        coordinator.connect("agent").delete(path("sessions", session, "affinities", lesson)));
  }
}
