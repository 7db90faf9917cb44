package io.gaia.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.core.command.ClusterCommand.RaiseFormat;
import io.gaia.server.testkit.RunningServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A running coordinator, and the words in which the tests talk to it. */
final class Coordinator implements AutoCloseable {
  private final RunningServer server;
  private final String agent;
  private final String admin;

  private Coordinator(RunningServer server) {
    this.server = server;
    agent = server.token("agent-1", "agent");
    admin = server.token("root", "admin");
  }

  static Coordinator start(Path directory, Map<String, String> variables) {
    return new Coordinator(RunningServer.start(directory, variables));
  }

  RunningServer server() {
    return server;
  }

  /** An admin's token. */
  String admin() {
    return admin;
  }

  /** An answer and its body. */
  record Answer(int status, JsonNode body, HttpResponse<String> response) {
    Answer is(int expected) {
      assertThat(status).as(response.body()).isEqualTo(expected);
      return this;
    }

    /** A problem with that code. */
    Answer refused(int expected, String code) {
      is(expected);
      assertThat(response.headers().firstValue("Content-Type"))
          .hasValue("application/problem+json");
      assertThat(text("code")).isEqualTo(code);
      return this;
    }

    String text(String field) {
      return body.at("/" + field.replace('.', '/')).asText();
    }

    long number(String field) {
      return body.at("/" + field.replace('.', '/')).asLong();
    }
  }

  Answer get(String path) {
    return send("GET", path, "", agent, Optional.empty());
  }

  Answer post(String path, String json) {
    return send("POST", path, json, agent, Optional.empty());
  }

  Answer postAsAdmin(String path, String json) {
    return send("POST", path, json, admin, Optional.empty());
  }

  Answer postWithKey(String path, String json, String idempotencyKey) {
    return send("POST", path, json, agent, Optional.of(idempotencyKey));
  }

  Answer put(String path, String json) {
    return send("PUT", path, json, agent, Optional.empty());
  }

  Answer delete(String path) {
    return send("DELETE", path, "", agent, Optional.empty());
  }

  Answer postAs(String subject, String path, String json) {
    return send("POST", path, json, server.token(subject, "agent"), Optional.empty());
  }

  Answer send(
      String method, String path, String json, String token, Optional<String> idempotencyKey) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.api(path))
            .header("Authorization", "Bearer " + token)
            .method(
                method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
    if (!json.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    idempotencyKey.ifPresent(key -> request.header("Idempotency-Key", key));
    HttpResponse<String> response = server.send(request);
    JsonNode body =
        response.body().isEmpty()
            ? com.fasterxml.jackson.databind.node.MissingNode.getInstance()
            : RunningServer.json(response);
    return new Answer(response.statusCode(), body, response);
  }

  /** Until this node has raised its log to all that it knows, which takes it a second. */
  void awaitNewestFormat() {
    await().until(() -> get("/cluster").number("format_version") == RaiseFormat.NEWEST);
  }

  /** The id of a new session. */
  String register(String name) {
    return post(
            "/sessions",
            "{\"name\":\"%s\",\"tier\":\"worker\",\"provider\":\"claude\"}".formatted(name))
        .is(201)
        .text("id");
  }

  /** The id of a new task. */
  String enqueue(String type) {
    return post("/tasks", "{\"task_type\":\"%s\",\"payload\":{\"n\":1}}".formatted(type))
        .is(201)
        .text("id");
  }

  Answer claim(String sessionId) {
    return post("/sessions/" + sessionId + "/claims", "{\"max\":1}").is(200);
  }

  @Override
  public void close() {
    server.close();
  }
}
