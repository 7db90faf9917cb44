package io.gaia.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.testkit.AsyncApi;
import io.gaia.server.testkit.Entrance;
import io.gaia.server.testkit.LiveClient;
import io.gaia.server.testkit.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A socket that calls; every answer is held against its description. */
final class CallingSocket implements AutoCloseable {
  private final LiveClient client;
  private int calls;

  private CallingSocket(LiveClient client) {
    this.client = client;
  }

  static CallingSocket connect(RunningServer server, String subject, String role) {
    URI http = server.root("/ws");
    return new CallingSocket(
        LiveClient.withToken(
            URI.create("ws" + http.toString().substring(4)), server.token(subject, role)));
  }

  /** What was answered, whichever way. */
  record Said(int status, JsonNode body) {
    String text(String field) {
      return body.at("/" + field.replace('.', '/')).asText();
    }
  }

  Said ask(String method, String path, String json) {
    return answer(send(method, path, json));
  }

  Said ask(String method, String path, String json, Optional<String> key) {
    ObjectNode call = call(method, path, json);
    key.ifPresent(given -> call.put("idempotency_key", given));
    return answer(send(call));
  }

  /** Returns the call's id. */
  String send(String method, String path, String json) {
    return send(call(method, path, json));
  }

  String send(ObjectNode call) {
    client.send(call.toString());
    return call.get("id").textValue();
  }

  void sendFrame(String frame) {
    client.send(frame);
  }

  ObjectNode call(String method, String path, String json) {
    ObjectNode call =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "call")
            .put("id", "c-" + ++calls)
            .put("method", method)
            .put("path", "/api/v1" + path);
    if (!json.isEmpty()) {
      call.set("body", tree(json));
    }
    return call;
  }

  private static JsonNode tree(String json) {
    try {
      return EventCodec.mapper().readTree(json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Claims as long as one may wait; returns the call's id. */
  String waitForWork(String session) {
    return send("POST", "/sessions/" + session + "/claims", "{\"wait_seconds\":25}");
  }

  Said answer(String id) {
    await().atMost(Duration.ofMinutes(1)).until(() -> find(id).isPresent());
    JsonNode frame = find(id).orElseThrow();
    assertThat(AsyncApi.faults(Entrance.SOCKET, frame)).isEmpty();
    return new Said(frame.get("status").intValue(), frame.path("body"));
  }

  Optional<JsonNode> find(String id) {
    return client.frames().stream()
        .filter(frame -> frame.path("id").asText().equals(id))
        .findFirst();
  }

  List<JsonNode> frames() {
    return client.frames();
  }

  int closeCode() {
    return client.closeCode();
  }

  /** Goes without a word. */
  void abort() {
    client.abort();
  }

  @Override
  public void close() {
    abort();
  }
}
