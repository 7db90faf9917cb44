package io.gaia.e2e.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.e2e.coordination.Caller.Call;
import io.gaia.e2e.coordination.FinalState.FinalAttempt;
import io.gaia.e2e.coordination.FinalState.FinalSession;
import io.gaia.e2e.coordination.FinalState.FinalTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reads all that the coordinator knows, page by page. */
final class StateReader {
  private final Caller caller;

  StateReader(Caller caller) {
    this.caller = caller;
  }

  /** How many tasks wait or run: one read, so that none is missed on its way between the two. */
  long unfinishedTasks() throws InterruptedException {
    JsonNode counts = get("/queue").get("counts");
    return Stream.of("pending", "assigned", "in_progress")
        .mapToLong(status -> counts.get(status).longValue())
        .sum();
  }

  FinalState read() throws InterruptedException {
    List<FinalTask> tasks = new ArrayList<>();
    eachOf("/tasks", json -> tasks.add(task(json)));
    List<FinalSession> sessions = new ArrayList<>();
    eachOf(
        "/sessions",
        json ->
            sessions.add(
                new FinalSession(
                    json.get("id").textValue(),
                    json.get("status").textValue(),
                    json.get("incarnation").longValue())));
    return new FinalState(List.copyOf(tasks), List.copyOf(sessions));
  }

  private void eachOf(String path, Consumer<JsonNode> take) throws InterruptedException {
    String cursor = "";
    do {
      JsonNode page = get(path + "?limit=1000" + cursor);
      page.get("items").forEach(take);
      cursor =
          page.get("next_cursor").isNull() ? "" : "&cursor=" + page.get("next_cursor").asText();
    } while (!cursor.isEmpty());
  }

  private static FinalTask task(JsonNode json) {
    List<FinalAttempt> attempts = new ArrayList<>();
    json.get("attempts")
        .forEach(
            each ->
                attempts.add(
                    new FinalAttempt(
                        each.get("session_id").textValue(),
                        each.get("fence").longValue(),
                        each.get("outcome").textValue())));
    boolean completed = json.get("status").textValue().equals("completed");
    return new FinalTask(
        json.get("id").textValue(),
        text(json, "idempotency_key"),
        json.get("status").textValue(),
        json.path("fence").longValue(),
        text(json, completed ? "result" : "error"),
        List.copyOf(attempts));
  }

  private static Optional<String> text(JsonNode json, String field) {
    return Optional.ofNullable(json.path(field).textValue());
  }

  private JsonNode get(String path) throws InterruptedException {
    return caller.call(new Call("GET", path, "", ""), () -> false).orElseThrow().body();
  }
}
