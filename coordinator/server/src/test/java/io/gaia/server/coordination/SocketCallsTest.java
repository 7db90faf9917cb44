package io.gaia.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.server.auth.SigningKey;
import io.gaia.server.coordination.CallingSocket.Said;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many calls over one socket, those that wait among them, and how each of them ends. */
@Timeout(180)
class SocketCallsTest {

  @TempDir Path directory;

  private Coordinator gaia;
  private CallingSocket socket;

  @BeforeEach
  void start() {
    gaia = Coordinator.start(directory, Map.of("SESSION_LEASE_TIMEOUT", "10m"));
    socket = CallingSocket.connect(gaia.server(), "agent-1", "agent");
  }

  @AfterEach
  void stop() {
    socket.abort();
    gaia.close();
  }

  @Test
  void manyCallsInOneFrameAreAnsweredEachByItsId() {
    String session = gaia.register("many");
    List<String> ids = new ArrayList<>();
    var frame = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < 50; i++) {
      ObjectNode call =
          socket.call(
              "PUT",
              "/locks/k-" + i,
              "{\"session_id\":\"%s\",\"ttl_seconds\":60}".formatted(session));
      ids.add(call.get("id").textValue());
      frame.add(call);
    }
    frame.add(JsonNodeFactory.instance.objectNode().put("type", "ping"));
    frame.add("not a frame");
    socket.sendFrame(frame.toString());
    for (int i = 0; i < 50; i++) {
      Said said = socket.answer(ids.get(i));
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
    String waiting = socket.waitForWork(session);
    await().until(() -> gaia.get("/queue").number("waiting_claims") == 1);
    assertThat(socket.ask("POST", "/sessions/" + session + "/heartbeat", "").status())
        .isEqualTo(200);
    String task = gaia.enqueue("at last");
    assertThat(socket.answer(waiting).text("tasks.0.id")).isEqualTo(task);
  }

  @Test
  void whoseSocketEndsWaitsNoMore() {
    String owner = gaia.register("owner");
    String gone = gaia.register("gone");
    String next = gaia.register("next");
    long fence = gaia.put("/locks/door", lock(owner, 0)).is(201).number("fence");
    try (CallingSocket leaving = CallingSocket.connect(gaia.server(), "agent-1", "agent")) {
      leaving.send("PUT", "/locks/door", lock(gone, 25));
      leaving.waitForWork(gone);
      await().until(() -> gaia.get("/locks/door").body().at("/waiting").size() == 1);
      await().until(() -> gaia.get("/queue").number("waiting_claims") == 1);
      String waiting = socket.send("PUT", "/locks/door", lock(next, 25));
      await().until(() -> gaia.get("/locks/door").body().at("/waiting").size() == 2);

      leaving.abort();
      await().until(() -> gaia.get("/locks/door").body().at("/waiting").size() == 1);
      await().until(() -> gaia.get("/queue").number("waiting_claims") == 0);
      gaia.delete("/locks/door?session_id=" + owner + "&fence=" + fence).is(204);
      assertThat(socket.answer(waiting).text("session_id")).isEqualTo(next);
    }
  }

  @Test
  void whoCancelsWaitsNoMoreAndTheSocketStays() {
    String session = gaia.register("fickle");
    String waiting = socket.waitForWork(session);
    await().until(() -> gaia.get("/queue").number("waiting_claims") == 1);
    socket.sendFrame("{\"type\":\"cancel\",\"id\":\"" + waiting + "\"}");
    await().until(() -> gaia.get("/queue").number("waiting_claims") == 0);
    gaia.enqueue("for nobody yet");
    assertThat(gaia.get("/queue").number("counts.pending")).isEqualTo(1);
    assertThat(socket.ask("POST", "/sessions/" + session + "/heartbeat", "").status())
        .isEqualTo(200);
  }

  @Test
  void anIdStandsForOneOpenCall() {
    String session = gaia.register("twice");
    ObjectNode call =
        socket.call("POST", "/sessions/" + session + "/claims", "{\"wait_seconds\":25}");
    socket.send(call);
    await().until(() -> gaia.get("/queue").number("waiting_claims") == 1);
    socket.send(call);
    Said refused = socket.answer(call.get("id").textValue());
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("field")).isEqualTo("id");
    assertThat(gaia.get("/queue").number("waiting_claims")).isEqualTo(1);
  }

  @Test
  void whoWaitsWhileTheNodeStopsIsAnsweredBeforeTheSocketCloses() {
    String session = gaia.register("unlucky");
    String waiting = socket.waitForWork(session);
    await().until(() -> gaia.get("/queue").number("waiting_claims") == 1);
    gaia.close();
    Said told = socket.answer(waiting);
    assertThat(told.status()).isEqualTo(503);
    assertThat(socket.find(waiting).orElseThrow().get("retry_after").asInt()).isPositive();
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
        CallingSocket client = CallingSocket.connect(one.server(), "agent-1", "agent")) {
      String id = client.send("POST", "/tasks", "{\"task_type\":\"late\",\"payload\":{}}");
      Said late = client.answer(id);
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
      ids.add(socket.waitForWork(session));
    }
    Said refused = socket.answer(ids.get(1_000));
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text("code")).isEqualTo("too-many");
    assertThat(refused.text("detail")).contains("1000");
  }

  @Test
  void anotherRouteAndAnotherRoleAreRefused() {
    Said unknown = socket.ask("GET", "/sessions", "");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.text("detail")).contains("PUT /api/v1/locks/{key}").contains("over HTTP");
    try (CallingSocket teacher = CallingSocket.connect(gaia.server(), "t-1", "teacher")) {
      Said forbidden = teacher.answer(teacher.send("POST", "/tasks", "{}"));
      assertThat(forbidden.status()).isEqualTo(403);
    }
    assertThat(
            socket
                .ask("POST", "/tasks", "{\"tasks\":[{\"task_type\":\"a\",\"payload\":{}}]}")
                .text("field"))
        .isEqualTo("tasks");
  }

  private static String lock(String session, int wait) {
    return "{\"session_id\":\"%s\",\"ttl_seconds\":600,\"wait_seconds\":%d}"
        .formatted(session, wait);
  }
}
