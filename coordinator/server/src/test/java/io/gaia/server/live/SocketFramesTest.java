package io.gaia.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gaia.server.testkit.LiveClient;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a client says over its socket. */
class SocketFramesTest extends LiveScene {

  private LiveClient socket(String... classrooms) {
    return LiveClient.withToken(server.ws(""), server.teacher("t-1", classrooms));
  }

  @Test
  void whatIsNoFrameGetsAReasonAndTheSocketStays() {
    try (LiveClient client = socket("c-1")) {
      client.send("not json").send("{\"type\":\"shout\"}").send("{\"type\":\"subscribe\"}");
      client.send("{\"type\":\"ping\",\"extra\":1}").subscribe("planet:mars");
      for (int i = 0; i < 4; i++) {
        assertThat(code(client.frame(i))).isEqualTo("bad-request");
      }
      assertThat(code(client.frame(4))).isEqualTo("unknown-channel");
      client.send("{\"type\":\"ping\"}");
      assertThat(type(client.frame(5))).isEqualTo("pong");
    }
  }

  @Test
  void aListOfFramesIsTakenFrameByFrame() {
    try (LiveClient client = socket("c-1")) {
      client.send("[{\"type\":\"ping\"},7,{\"type\":\"ping\"}]").send("[]").send("[[]]");
      assertThat(type(client.frame(0))).isEqualTo("pong");
      assertThat(code(client.frame(1))).isEqualTo("bad-request");
      assertThat(type(client.frame(2))).isEqualTo("pong");
      assertThat(code(client.frame(3))).isEqualTo("bad-request");
      assertThat(code(client.frame(4))).isEqualTo("bad-request");
    }
  }

  @Test
  void aCallSaysWhatItTakes() {
    try (LiveClient client = socket("c-1")) {
      client.send("{\"type\":\"call\",\"method\":\"PUT\",\"path\":\"/x\"}");
      client.send("{\"type\":\"call\",\"id\":\"" + "x".repeat(65) + "\",\"path\":\"/x\"}");
      client.send("{\"type\":\"call\",\"id\":\"1\",\"methods\":\"PUT\"}");
      assertThat(client.frame(0).get("detail").textValue()).isEqualTo("id is missing");
      assertThat(client.frame(1).get("detail").textValue()).contains("64 characters");
      assertThat(client.frame(2).get("detail").textValue())
          .isEqualTo("methods is unknown; known are body, id, idempotency_key, method, path, type");
    }
  }

  @Test
  void aFrameThatIsTooLongClosesTheSocket() {
    try (LiveClient client = socket("c-1").send("x".repeat(LIMITS.maxFrameBytes() + 1))) {
      assertThat(client.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void aBinaryFrameIsPassedOver() {
    try (LiveClient client = socket("c-1")) {
      client.sendBinary("{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8));
      client.send("{\"type\":\"shout\"}");
      assertThat(code(client.frame(0))).isEqualTo("bad-request");
    }
  }

  @Test
  void whoSendsTooManyFramesIsCutOffAndTheOthersAreNot() {
    try (LiveClient hasty = socket("c-1");
        LiveClient patient = socket("c-1")) {
      int allowed = LIMITS.framesPerSecond() + LIMITS.maxSubscriptions();
      for (int i = 0; i < allowed; i++) {
        hasty.send("{\"type\":\"ping\"}");
      }
      assertThat(type(hasty.frame(allowed - 1))).isEqualTo("pong");
      now.set(now.get().plusSeconds(1));
      for (int i = 0; i < LIMITS.framesPerSecond(); i++) {
        hasty.send("{\"type\":\"ping\"}");
      }
      hasty.frame(allowed + LIMITS.framesPerSecond() - 1);
      hasty.send("{\"type\":\"ping\"}");
      assertThat(hasty.closeCode()).isEqualTo(4029);
      assertThat(server.metric("live.hasty-clients")).isEqualTo(1);
      patient.send("{\"type\":\"ping\"}");
      assertThat(type(patient.frame(0))).isEqualTo("pong");
    }
  }

  @Test
  void whoUnsubscribesHearsNoMore() {
    openStream("topic");
    try (LiveClient client = socket("c-1").subscribe("classroom:c-1")) {
      client.frame(0);
      client.send("{\"type\":\"unsubscribe\",\"channel\":\"classroom:c-1\"}");
      assertThat(type(client.frame(1))).isEqualTo("unsubscribed");
      publish(1);
      client.send("{\"type\":\"ping\"}");
      assertThat(type(client.frame(2))).isEqualTo("pong");
    }
  }

  @Test
  void aSocketWithoutAChannelStaysAndMayAskAgain() {
    openStream("topic");
    server.teaches("t-1", "c-1", true);
    try (LiveClient client = socket().subscribe("classroom:c-1")) {
      client.frame(0);
      server.teaches("t-1", "c-1", false);
      assertThat(code(client.frame(1))).isEqualTo("forbidden");
      client.subscribe("classroom:c-1");
      assertThat(code(client.frame(2))).isEqualTo("forbidden");
      server.teaches("t-1", "c-1", true);
      client.subscribe("classroom:c-1");
      assertThat(type(client.frame(3))).isEqualTo("subscribed");
      publish(1);
      assertThat(client.frame(4).at("/event/number").intValue()).isEqualTo(1);
    }
  }

  @Test
  void whoUnsubscribesBeforeTheRosterIsReadIsForgotten() {
    openStream("topic");
    server.teaches("t-1", "c-1", true);
    server.rosterIsRead(false);
    try (LiveClient client = socket().subscribe("classroom:c-1")) {
      await().until(() -> hub.subscriptionCount() == 1);
      client.send("{\"type\":\"unsubscribe\",\"channel\":\"classroom:c-1\"}");
      assertThat(type(client.frame(0))).isEqualTo("unsubscribed");
      server.rosterIsRead(true);
      publish(1);
      client.send("{\"type\":\"ping\"}");
      assertThat(type(client.frame(1))).isEqualTo("pong");
    }
  }

  @Test
  void oneSocketHasABoundedNumberOfChannels() {
    openStream("topic");
    try (LiveClient client = LiveClient.withToken(server.ws(""), server.admin())) {
      for (int i = 0; i <= LIMITS.maxSubscriptions(); i++) {
        client.subscribe("classroom:" + i);
      }
      assertThat(code(client.frame(LIMITS.maxSubscriptions()))).isEqualTo("too-many");
      assertThat(hub.subscriptionCount()).isEqualTo(LIMITS.maxSubscriptions());
    }
  }

  @Test
  void whatIsNoUpgradeIsRefused() throws Exception {
    HttpResponse<String> plain =
        LiveClient.http()
            .send(
                HttpRequest.newBuilder(server.http("/ws")).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(plain.statusCode()).isEqualTo(400);
    assertThat(plain.body()).contains("\"field\":\"Upgrade\"");
  }

  @Test
  void onlyTheStandardProtocolIsSpokenAndNothingIsCompressed() throws Exception {
    String offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
    assertThat(handshake("13", offer))
        .startsWith("HTTP/1.1 101")
        .doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
    assertThat(handshake("8", "")).startsWith("HTTP/1.1 4");
    assertThat(handshake("", "")).startsWith("HTTP/1.1 4");
  }

  /** What is answered to it, up to the end of the headers. */
  private String handshake(String version, String more) throws Exception {
    String request =
        "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer "
            + server.admin()
            + "\r\n"
            + (version.isEmpty() ? "" : "Sec-WebSocket-Version: " + version + "\r\n")
            + more
            + "\r\n";
    try (Socket socket = new Socket("127.0.0.1", server.root().getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      StringBuilder head = new StringBuilder();
      for (String line = lines.readLine();
          line != null && !line.isEmpty();
          line = lines.readLine()) {
        head.append(line).append('\n');
      }
      return head.toString();
    }
  }
}
