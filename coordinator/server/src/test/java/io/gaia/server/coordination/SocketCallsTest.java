package io.gaia.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.auth.SigningKey;
import io.gaia.server.coordination.Coordinator.Answer;
import io.gaia.server.testkit.AsyncApi;
import io.gaia.server.testkit.Entrance;
import io.gaia.server.testkit.LiveClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a session asks for over its socket is what it would ask for over HTTP. */
@Timeout(180)
class SocketCallsTest {

  @TempDir Path directory;

  private Coordinator gaia;
  private LiveClient socket;
  private int asked;

  @BeforeEach
  void start() {
    gaia = Coordinator.start(directory, Map.of("SESSION_LEASE_TIMEOUT", "10m"));
    socket = connect("agent-1", "agent");
  }

  @AfterEach
  void stop() {
    socket.abort();
    gaia.close();
  }

  private LiveClient connect(String subject, String role) {
    URI http = gaia.server().root("/ws");
    return LiveClient.withToken(
        URI.create("ws" + http.toString().substring(4)), gaia.server().token(subject, role));
  }

  /** A way to ask. */
  private interface Door {
    Said ask(String method, String path, String json, Optional<String> key);
  }

  /** What was answered, whichever way. */
  private record Said(int status, JsonNode body) {
    String text(String field) {
      return body.at("/" + field.replace('.', '/')).asText();
    }
  }

  private Said overHttp(String method, String path, String json, Optional<String> key) {
    Answer answer = gaia.send(method, path, json, gaia.server().token("agent-1", "agent"), key);
    return new Said(answer.status(), answer.body());
  }

  private Said overSocket(String method, String path, String json, Optional<String> key) {
    String id = send(socket, method, path, json, key);
    return answer(socket, id);
  }

  private String send(
      LiveClient client, String method, String path, String json, Optional<String> key) {
    ObjectNode call = call(method, path, json);
    key.ifPresent(given -> call.put("idempotency_key", given));
    client.send(call.toString());
    return call.get("id").textValue();
  }

  private ObjectNode call(String method, String path, String json) {
    ObjectNode call =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "call")
            .put("id", "c-" + ++asked)
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
  private String waitForWork(LiveClient client, String session) {
    return send(
        client,
        "POST",
        "/sessions/" + session + "/claims",
        "{\"wait_seconds\":25}",
        Optional.empty());
  }

  private Said answer(LiveClient client, String id) {
    await().until(() -> find(client, id).isPresent());
    JsonNode frame = find(client, id).orElseThrow();
    assertThat(AsyncApi.faults(Entrance.SOCKET, frame)).isEmpty();
    return new Said(frame.get("status").intValue(), frame.path("body"));
  }

  private static Optional<JsonNode> find(LiveClient client, String id) {
    return client.frames().stream()
        .filter(frame -> frame.path("id").asText().equals(id))
        .findFirst();
  }

  /**
   * All that sessions ask for, done well and done badly; what differs from run to run is left out.
   */
  private List<String> everything(Door door, String run) {
    List<String> story = new ArrayList<>();
    String session = gaia.register("worker-" + run);
    String other =
        gaia.postAs(
                "agent-2",
                "/sessions",
                "{\"name\":\"other-%s\",\"tier\":\"worker\",\"provider\":\"claude\"}"
                    .formatted(run))
            .text("id");
    class Teller {
      Said tell(String method, String path, String json, Optional<String> key) {
        Said said = door.ask(method, path, json, key);
        List<String> faults =
            gaia.server()
                .check()
                .faults(
                    method,
                    path.replaceFirst("\\?.*", ""),
                    said.status(),
                    said.status() < 400 ? "application/json" : "application/problem+json",
                    said.status() == 204 ? "" : said.body().toString());
        if (said.status() != 404 && said.status() != 204) {
          assertThat(faults).as(method + " " + path).isEmpty();
        }
        String what =
            said.status() < 400
                ? fields(said.body())
                : said.text("code") + " " + said.text("field") + ": " + said.text("detail");
        story.add(
            (method + " " + path + " " + said.status() + " " + what)
                .replace(session, "SESSION")
                .replace(other, "OTHER")
                .replaceAll("t-[0-9a-f]{8}-[0-9a-f-]+", "TASK")
                .replaceAll("fence=[0-9]+|fence [0-9]+", "FENCE")
                .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "TIME")
                .replace("-" + run, ""));
        return said;
      }

      Said tell(String method, String path, String json) {
        return tell(method, path, json, Optional.empty());
      }
    }
    Teller all = new Teller();
    String me = "{\"session_id\":\"" + session + "\"";
    all.tell("POST", "/sessions/" + session + "/heartbeat", "");
    all.tell("POST", "/sessions/" + session + "/heartbeat", "{\"incarnation\":99}");
    all.tell("POST", "/sessions/" + session + "/heartbeat", "{\"nonsense\":1}");
    all.tell("POST", "/sessions/nobody/heartbeat", "{}");
    all.tell("POST", "/sessions/" + other + "/heartbeat", "{}");

    String task = "{\"task_type\":\"build\",\"payload\":{\"n\":1}}";
    String first = all.tell("POST", "/tasks", task, Optional.of("enqueue-" + run)).text("id");
    assertThat(all.tell("POST", "/tasks", task, Optional.of("enqueue-" + run)).text("id"))
        .isEqualTo(first);
    all.tell("POST", "/tasks", "{\"task_type\":\"build\"}");
    all.tell("POST", "/tasks", "{\"task_type\":7,\"payload\":{\"n\":1}}");
    all.tell("POST", "/tasks", "{\"task_type\":\"build\",\"payload\":{},\"priority\":10}");
    for (int i = 0; i < 2; i++) {
      all.tell("POST", "/tasks", task);
    }
    all.tell("POST", "/sessions/" + session + "/claims", "{\"max\":0}");
    all.tell("POST", "/sessions/" + session + "/claims", "{\"wait_seconds\":26}");
    Said claimed = all.tell("POST", "/sessions/" + session + "/claims", "");
    String claim = me + ",\"fence\":" + claimed.text("tasks.0.fence");
    String stale = me + ",\"fence\":1000000}";
    String held = "/tasks/" + claimed.text("tasks.0.id");
    all.tell("POST", held + "/start", claim + "}");
    all.tell("POST", held + "/start", me + "}");
    all.tell("POST", held + "/extend", claim + ",\"seconds\":60}");
    all.tell("POST", held + "/extend", claim + ",\"seconds\":-1}");
    all.tell("POST", held + "/complete", stale);
    all.tell("POST", held + "/complete", claim + ",\"result\":{\"ok\":true}}");
    Said second = all.tell("POST", "/sessions/" + session + "/claims", "{}");
    String again = me + ",\"fence\":" + second.text("tasks.0.fence");
    all.tell("POST", "/tasks/" + second.text("tasks.0.id") + "/release", again + "}");
    Said third = all.tell("POST", "/sessions/" + session + "/claims", "{}");
    String last = me + ",\"fence\":" + third.text("tasks.0.fence");
    all.tell("POST", "/tasks/" + third.text("tasks.0.id") + "/fail", last + "}");
    all.tell(
        "POST",
        "/tasks/" + third.text("tasks.0.id") + "/fail",
        last + ",\"reason\":\"broke\",\"retryable\":false}");

    String lock = me + ",\"ttl_seconds\":60}";
    String door1 = "/locks/door-" + run;
    String fence = all.tell("PUT", door1, lock).text("fence");
    all.tell("PUT", door1, lock);
    all.tell("PUT", door1, "{\"ttl_seconds\":60}");
    all.tell("PUT", "/locks/with%20blank-" + run, lock);
    all.tell("PUT", door1, "");
    all.tell("POST", door1 + "/renew", me + ",\"fence\":" + fence + "}");
    all.tell("POST", door1 + "/renew", stale);
    all.tell("DELETE", door1 + "?session_id=" + session, "");
    all.tell("DELETE", door1 + "?session_id=" + session + "&fence=" + fence, "");
    all.tell("DELETE", door1 + "?session_id=" + session + "&fence=" + fence, "");
    // nothing is left for the other run
    Said left = all.tell("POST", "/sessions/" + session + "/claims", "{}");
    all.tell(
        "POST",
        "/tasks/" + left.text("tasks.0.id") + "/complete",
        me + ",\"fence\":" + left.text("tasks.0.fence") + "}");
    return story;
  }

  /** The names in an answer, however deep. */
  private static String fields(JsonNode body) {
    TreeSet<String> names = new TreeSet<>();
    collect("", body, names);
    return names.toString();
  }

  private static void collect(String at, JsonNode node, TreeSet<String> names) {
    node.properties().forEach(field -> collect(at + "/" + field.getKey(), field.getValue(), names));
    node.elements().forEachRemaining(element -> collect(at + "/*", element, names));
    names.add(at);
  }

  @Test
  void everyRouteAnswersAsItDoesOverHttp() {
    List<String> overHttp = everything(this::overHttp, "a");
    assertThat(everything(this::overSocket, "b")).isEqualTo(overHttp);
    assertThat(overHttp).anyMatch(line -> line.contains(" 204 "));
  }

  @Test
  void manyCallsInOneFrameAreAnsweredEachByItsId() {
    String session = gaia.register("many");
    List<String> ids = new ArrayList<>();
    var frame = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < 50; i++) {
      ObjectNode call =
          call(
              "PUT",
              "/locks/k-" + i,
              "{\"session_id\":\"%s\",\"ttl_seconds\":60}".formatted(session));
      ids.add(call.get("id").textValue());
      frame.add(call);
    }
    frame.add(JsonNodeFactory.instance.objectNode().put("type", "ping"));
    frame.add("not a frame");
    socket.send(frame.toString());
    for (int i = 0; i < 50; i++) {
      Said said = answer(socket, ids.get(i));
      assertThat(said.status()).isEqualTo(201);
      assertThat(said.text("key")).isEqualTo("k-" + i);
    }
    await().until(() -> socket.frames().size() == 52);
    assertThat(socket.frames())
        .extracting(sent -> sent.path("type").asText())
        .contains("pong", "error");
  }

  @Test
  void aClaimWaitsForWorkAndHoldsUpNobody() {
    String session = gaia.register("patient");
    String waiting = waitForWork(socket, session);
    await().until(() -> gaia.get("/queue").number("waiting_claims") == 1);
    assertThat(
            overSocket("POST", "/sessions/" + session + "/heartbeat", "", Optional.empty())
                .status())
        .isEqualTo(200);
    String task = gaia.enqueue("at last");
    assertThat(answer(socket, waiting).text("tasks.0.id")).isEqualTo(task);
  }

  @Test
  void whoseSocketEndsWaitsNoMore() {
    String owner = gaia.register("owner");
    String gone = gaia.register("gone");
    String next = gaia.register("next");
    long fence = gaia.put("/locks/door", lock(owner, 0)).is(201).number("fence");
    try (LiveClient leaving = connect("agent-1", "agent")) {
      send(leaving, "PUT", "/locks/door", lock(gone, 25), Optional.empty());
      waitForWork(leaving, gone);
      await().until(() -> gaia.get("/locks/door").body().at("/waiting").size() == 1);
      await().until(() -> gaia.get("/queue").number("waiting_claims") == 1);
      String waiting = send(socket, "PUT", "/locks/door", lock(next, 25), Optional.empty());
      await().until(() -> gaia.get("/locks/door").body().at("/waiting").size() == 2);

      leaving.abort();
      await().until(() -> gaia.get("/locks/door").body().at("/waiting").size() == 1);
      await().until(() -> gaia.get("/queue").number("waiting_claims") == 0);
      gaia.delete("/locks/door?session_id=" + owner + "&fence=" + fence).is(204);
      assertThat(answer(socket, waiting).text("session_id")).isEqualTo(next);
    }
  }

  @Test
  void whoCancelsWaitsNoMoreAndTheSocketStays() {
    String session = gaia.register("fickle");
    String waiting = waitForWork(socket, session);
    await().until(() -> gaia.get("/queue").number("waiting_claims") == 1);
    socket.send("{\"type\":\"cancel\",\"id\":\"" + waiting + "\"}");
    await().until(() -> gaia.get("/queue").number("waiting_claims") == 0);
    gaia.enqueue("for nobody yet");
    assertThat(gaia.get("/queue").number("counts.pending")).isEqualTo(1);
    assertThat(
            overSocket("POST", "/sessions/" + session + "/heartbeat", "", Optional.empty())
                .status())
        .isEqualTo(200);
  }

  @Test
  void anIdStandsForOneOpenCall() {
    String session = gaia.register("twice");
    ObjectNode call = call("POST", "/sessions/" + session + "/claims", "{\"wait_seconds\":25}");
    socket.send(call.toString());
    await().until(() -> gaia.get("/queue").number("waiting_claims") == 1);
    socket.send(call.toString());
    Said refused = answer(socket, call.get("id").textValue());
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("field")).isEqualTo("id");
    assertThat(gaia.get("/queue").number("waiting_claims")).isEqualTo(1);
  }

  @Test
  void whoWaitsWhileTheNodeStopsIsAnsweredBeforeTheSocketCloses() {
    String session = gaia.register("unlucky");
    String waiting = waitForWork(socket, session);
    await().until(() -> gaia.get("/queue").number("waiting_claims") == 1);
    gaia.close();
    Said told = answer(socket, waiting);
    assertThat(told.status()).isEqualTo(503);
    assertThat(find(socket, waiting).orElseThrow().get("retry_after").asInt()).isPositive();
    assertThat(socket.closeCode()).isEqualTo(1012);
  }

  @Test
  void whileNoNodeLeadsACallIsAnsweredAsLateAsARequest() throws IOException {
    Path alone = Files.createDirectory(directory.resolve("alone"));
    SigningKey.readOrMake(alone.resolve("signing.key"), new SecureRandom());
    String nodes =
        "127.0.0.1:" + freePort() + ",127.0.0.1:" + freePort() + ",127.0.0.1:" + freePort();
    try (Coordinator one =
            Coordinator.start(
                alone,
                Map.of(
                    "CLUSTER_ENABLED",
                    "true",
                    "CLUSTER_DISCOVERY_NODES",
                    nodes,
                    "CLUSTER_BIND_ADDR",
                    nodes.split(",")[0]));
        LiveClient client =
            LiveClient.withToken(
                URI.create("ws" + one.server().root("/ws").toString().substring(4)),
                one.server().token("agent-1", "agent"))) {
      String id =
          send(
              client,
              "POST",
              "/tasks",
              "{\"task_type\":\"late\",\"payload\":{}}",
              Optional.empty());
      await().atMost(Duration.ofMinutes(1)).until(() -> find(client, id).isPresent());
      Said late = answer(client, id);
      assertThat(late.status()).isEqualTo(503);
      assertThat(late.text("code")).isEqualTo("unavailable");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void whoHasTooManyCallsOpenIsRefusedOneMore() {
    String session = gaia.register("greedy");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i <= 1_000; i++) {
      ids.add(waitForWork(socket, session));
    }
    Said refused = answer(socket, ids.get(1_000));
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text("code")).isEqualTo("too-many");
    assertThat(refused.text("detail")).contains("1000");
  }

  @Test
  void anotherRouteAndAnotherRoleAreRefused() {
    Said unknown = overSocket("GET", "/sessions", "", Optional.empty());
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.text("detail")).contains("PUT /api/v1/locks/{key}").contains("over HTTP");
    try (LiveClient teacher = connect("t-1", "teacher")) {
      Said forbidden = answer(teacher, send(teacher, "POST", "/tasks", "{}", Optional.empty()));
      assertThat(forbidden.status()).isEqualTo(403);
    }
    assertThat(
            overSocket(
                    "POST",
                    "/tasks",
                    "{\"tasks\":[{\"task_type\":\"a\",\"payload\":{}}]}",
                    Optional.empty())
                .text("field"))
        .isEqualTo("tasks");
  }

  private static String lock(String session, int wait) {
    return "{\"session_id\":\"%s\",\"ttl_seconds\":600,\"wait_seconds\":%d}"
        .formatted(session, wait);
  }
}
