package io.gaia.server.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.server.mcp.Routes.Answer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What each tool does, in terms of routes. How they are described to a model stands in {@code
 * mcp/tools.json}.
 */
final class Tools {
  private static final double DEFAULT_WAIT_SECONDS = 20;
  private static final double DEFAULT_TTL_SECONDS = 60;

  private static final Map<String, Function<ToolCall, Answer>> BY_NAME =
      Map.of(
          "start_session", Tools::startSession,
          "claim_next", Tools::claimNext,
          "heartbeat", Tools::heartbeat,
          "complete_task", Tools::completeTask,
          "fail_task", Tools::failTask,
          "add_task", Tools::addTask,
          "lock", Tools::lock,
          "status", Tools::status);

  private Tools() {}

  /** The tool of that name. */
  static Optional<Function<ToolCall, Answer>> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  private static Answer startSession(ToolCall call) {
    ObjectNode body =
        call.body(
            "name",
            "lesson=lesson_id",
            "capabilities",
            "tier",
            "provider",
            "max_concurrent_tasks",
            "takeover");
    putIfAbsent(body, "tier", "worker");
    putIfAbsent(body, "provider", "claude");
    Answer made = call.post("sessions", body);
    if (made.isRefusal()) {
      return made;
    }
    String session = made.body().path("id").textValue();
    // says how long the lease is
    Answer alive = call.post("sessions/" + session + "/heartbeat", body.objectNode());
    if (alive.isRefusal()) {
      return alive;
    }
    return told(made, "Now call claim_next with this session.")
        .with("session", made.body().get("id"))
        .with("incarnation", made.body().get("incarnation"))
        .with("lease_seconds", alive.body().get("lease_seconds"))
        .with("lease_expires_at", alive.body().get("lease_expires_at"))
        .answer();
  }

  private static Answer claimNext(ToolCall call) {
    String session = "sessions/" + call.inPath("session");
    ObjectNode body = call.body("wait_seconds", "lesson=lesson_id").put("max", 1);
    if (!body.has("wait_seconds")) {
      body.put("wait_seconds", DEFAULT_WAIT_SECONDS);
    }
    // a model that waits cannot say meanwhile that it is alive
    Answer alive = call.post(session + "/heartbeat", body.objectNode());
    if (alive.isRefusal()) {
      return alive;
    }
    Answer claimed = call.post(session + "/claims", body);
    if (claimed.isRefusal()) {
      return claimed;
    }
    JsonNode task = claimed.body().path("tasks").path(0);
    return task.isMissingNode()
        ? told(claimed, "There is no work for you yet; call claim_next again.")
            .with("task", body.nullNode())
            .answer()
        : told(
                claimed,
                "Do it, heartbeat with this task and fence meanwhile, and report with"
                    + " complete_task or fail_task.")
            .with("task", task)
            .answer();
  }

  private static Answer heartbeat(ToolCall call) {
    String session = call.inPath("session");
    ObjectNode body = call.arguments().objectNode();
    if (call.has("task")) {
      body.putArray("progress")
          .add(call.body("task=task_id", "fence", "percent", "note", "checkpoint"));
    }
    Answer alive = call.post("sessions/" + session + "/heartbeat", body);
    if (alive.isRefusal() || !call.has("task")) {
      return alive;
    }
    // also tells a stale fence, which a heartbeat passes over
    Answer extended =
        call.post(
            "tasks/" + call.inPath("task") + "/extend", call.body("session=session_id", "fence"));
    if (extended.isRefusal()) {
      return extended;
    }
    ObjectNode both = alive.body().deepCopy();
    both.set("claim_expires_at", extended.body().get("claim_expires_at"));
    return new Answer(alive.status(), both);
  }

  private static Answer completeTask(ToolCall call) {
    Answer done =
        call.post(
            "tasks/" + call.inPath("task") + "/complete",
            call.body("session=session_id", "fence", "result"));
    return reported(done, "It is done for good. Call claim_next for the next one.");
  }

  private static Answer failTask(ToolCall call) {
    String task = "tasks/" + call.inPath("task");
    if (call.isTrue("give_back")) {
      return reported(
          call.post(task + "/release", call.body("session=session_id", "fence")),
          "It is back in the queue.");
    }
    return reported(
        call.post(task + "/fail", call.body("session=session_id", "fence", "reason", "retryable")),
        "Noted. Call claim_next for the next one.");
  }

  private static Answer addTask(ToolCall call) {
    return reported(
        call.post(
            "tasks",
            call.body(
                "task_type",
                "payload",
                "idempotency_key",
                "lesson=lesson_id",
                "priority",
                "depends_on",
                "requires",
                "run_at",
                "max_retries")),
        "It is in the queue.");
  }

  private static Answer lock(ToolCall call) {
    String path = "locks/" + call.inPath("key");
    switch (call.arguments().path("action").asText("acquire")) {
      case "renew":
        return call.post(path + "/renew", call.body("session=session_id", "fence", "ttl_seconds"));
      case "release":
        Answer released =
            call.delete(
                path
                    + "?session_id="
                    + call.inPath("session")
                    + "&fence="
                    + call.numberInPath("fence"));
        return released.isRefusal() ? released : told(released, "The lock is free.").answer();
      default:
        ObjectNode body = call.body("session=session_id", "ttl_seconds", "wait_seconds");
        if (!body.has("ttl_seconds")) {
          body.put("ttl_seconds", DEFAULT_TTL_SECONDS);
        }
        return call.put(path, body);
    }
  }

  private static Answer status(ToolCall call) {
    if (call.has("task")) {
      return call.get("tasks/" + call.inPath("task"));
    }
    if (call.has("lock")) {
      return call.get("locks/" + call.inPath("lock"));
    }
    return call.get(call.has("session") ? "sessions/" + call.inPath("session") : "queue");
  }

  private static Answer reported(Answer answer, String next) {
    return answer.isRefusal() ? answer : told(answer, next).with("task", answer.body()).answer();
  }

  private static void putIfAbsent(ObjectNode body, String field, String value) {
    if (!body.has(field)) {
      body.put(field, value);
    }
  }

  private static Told told(Answer answer, String next) {
    return new Told(answer.status(), JsonNodeFactory.instance.objectNode().put("next", next));
  }

  /** An answer with a word on what comes next. */
  private record Told(int status, ObjectNode body) {
    Told with(String field, JsonNode value) {
      body.set(field, value);
      return this;
    }

    Answer answer() {
      return new Answer(status, body);
    }
  }
}
