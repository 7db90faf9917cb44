package io.gaia.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.testkit.LiveClient;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveSocketTest {

  private static final LiveSettings SETTINGS =
      new LiveSettings(
          200,
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          Duration.ofMillis(300),
          Duration.ofSeconds(2),
          1_024,
          20,
          5,
          500,
          1024 * 1024,
          8L * 1024 * 1024);

  @TempDir Path directory;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private LiveServer server;
  private Hub hub;
  private long offset;

  @BeforeEach
  void start() throws Exception {
    server = new LiveServer(directory, SETTINGS, now::get);
    hub = server.hub();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void openStream(String id) {
    hub.open(StreamSource.ALERTS, id, List.of(0L, 0L), List.of(0L, 0L));
  }

  /** One event of class c-1, as the topic's reader publishes it. */
  private void publish(int number) {
    publish("c-1", number, "");
  }

  private void publish(String classroom, int number, String padding) {
    hub.publish(
        StreamSource.ALERTS,
        0,
        offset++,
        List.of(Channel.classroom(classroom)),
        JsonNodeFactory.instance.objectNode().put("number", number).put("padding", padding));
  }

  private LiveClient teacher(String... classrooms) {
    return LiveClient.withToken(server.ws(""), server.teacher("t-1", classrooms));
  }

  private static List<Integer> numbers(LiveClient client) {
    return client.events().stream().map(frame -> frame.at("/event/number").intValue()).toList();
  }

  private static String code(JsonNode frame) {
    assertThat(frame.get("type").textValue()).as(frame.toString()).isEqualTo("error");
    return frame.get("code").textValue();
  }

  @Test
  void aTeacherHearsTheirClassFromNowOn() {
    openStream("topic");
    publish(1);
    try (LiveClient client = teacher("c-1").subscribe("classroom:c-1")) {
      JsonNode subscribed = client.frame(0);
      assertThat(subscribed.get("type").textValue()).isEqualTo("subscribed");
      assertThat(subscribed.get("channel").textValue()).isEqualTo("classroom:c-1");
      publish(2);
      JsonNode event = client.frame(1);
      assertThat(event.get("channel").textValue()).isEqualTo("classroom:c-1");
      assertThat(event.get("cursor").textValue()).isNotBlank();
      assertThat(event.at("/event/number").intValue()).isEqualTo(2);
    }
  }

  @Test
  void aForeignChannelIsForbiddenAndTheSocketStays() {
    openStream("topic");
    try (LiveClient client = teacher("c-1").subscribe("classroom:c-2")) {
      assertThat(code(client.frame(0))).isEqualTo("forbidden");
      publish("c-2", 1, "");
      client.subscribe("cluster");
      assertThat(code(client.frame(1))).isEqualTo("forbidden");
      client.subscribe("classroom:c-1");
      assertThat(client.frame(2).get("type").textValue()).isEqualTo("subscribed");
      assertThat(client.events()).isEmpty();
    }
  }

  @Test
  void anAdminHearsAnyChannel() {
    openStream("topic");
    try (LiveClient client = LiveClient.withToken(server.ws(""), server.admin())) {
      client.subscribe("classroom:c-7").subscribe("user:u-1").subscribe("cluster");
      assertThat(client.frame(0).get("channel").textValue()).isEqualTo("classroom:c-7");
      hub.open(StreamSource.COORDINATION, "log", List.of(0L), List.of(0L));
      assertThat(client.frame(1).get("channel").textValue()).isEqualTo("user:u-1");
      hub.publish(
          StreamSource.COORDINATION,
          0,
          7,
          List.of(Channel.cluster(), Channel.user("u-1")),
          JsonNodeFactory.instance.objectNode().put("type", "task.claimed"));
      assertThat(client.frame(3).at("/event/type").textValue()).isEqualTo("task.claimed");
      assertThat(client.frame(4).get("channel").textValue()).isEqualTo("user:u-1");
    }
  }

  @Test
  void whatIsNoFrameGetsAReasonAndTheSocketStays() {
    try (LiveClient client = teacher("c-1")) {
      client.send("not json").send("{\"type\":\"shout\"}").send("{\"type\":\"subscribe\"}");
      client.send("{\"type\":\"ping\",\"extra\":1}").subscribe("planet:mars");
      for (int i = 0; i < 4; i++) {
        assertThat(code(client.frame(i))).isEqualTo("bad-request");
      }
      assertThat(code(client.frame(4))).isEqualTo("unknown-channel");
      client.send("{\"type\":\"ping\"}");
      assertThat(client.frame(5).get("type").textValue()).isEqualTo("pong");
    }
  }

  @Test
  void aFrameThatIsTooLongClosesTheSocket() {
    try (LiveClient client = teacher("c-1").send("x".repeat(2_000))) {
      assertThat(client.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void whoUnsubscribesHearsNoMore() {
    openStream("topic");
    try (LiveClient client = teacher("c-1").subscribe("classroom:c-1")) {
      client.frame(0);
      client.send("{\"type\":\"unsubscribe\",\"channel\":\"classroom:c-1\"}");
      assertThat(client.frame(1).get("type").textValue()).isEqualTo("unsubscribed");
      publish(1);
      client.send("{\"type\":\"ping\"}");
      assertThat(client.frame(2).get("type").textValue()).isEqualTo("pong");
    }
  }

  @Test
  void everyEventComesOnceAndInOrderOverRandomDisconnects() throws Exception {
    openStream("topic");
    int events = 400;
    Thread publisher =
        new Thread(
            () ->
                IntStream.range(0, events)
                    .forEach(
                        number -> {
                          publish(number);
                          publish("c-2", -1, "");
                        }));
    Random random = new Random(11);
    List<Integer> seen = new ArrayList<>();
    String cursor = "0";
    publisher.start();
    while (seen.size() < events) {
      int wanted = Math.min(events, seen.size() + 1 + random.nextInt(60));
      try (LiveClient client = teacher("c-1").subscribe("classroom:c-1", cursor)) {
        int before = seen.size();
        await().until(() -> client.events().size() >= wanted - before);
        for (JsonNode frame : client.events().subList(0, wanted - before)) {
          seen.add(frame.at("/event/number").intValue());
          cursor = frame.get("cursor").textValue();
        }
      }
    }
    publisher.join();
    assertThat(seen).isEqualTo(IntStream.range(0, events).boxed().toList());
  }

  @Test
  void aCursorOfAnotherTopicOrTooOldGetsAGapAndThenWhatIsNew() {
    openStream("topic");
    publish(0);
    try (LiveClient client = teacher("c-1").subscribe("classroom:c-1", "other.0.0")) {
      assertThat(code(client.frame(0))).isEqualTo("gap");
      JsonNode subscribed = client.frame(1);
      assertThat(subscribed.get("type").textValue()).isEqualTo("subscribed");
      IntStream.rangeClosed(1, SETTINGS.framesKeptPerChannel() + 5).forEach(this::publish);
      await().until(() -> client.events().size() == SETTINGS.framesKeptPerChannel() + 5);
      client.subscribe("classroom:c-1", subscribed.get("cursor").textValue());
      assertThat(code(client.frame(client.frames().size() - 1 + 1))).isEqualTo("gap");
    }
  }

  @Test
  void aTopicThatIsMadeAnewTellsItsReadersOfTheGap() {
    openStream("topic");
    try (LiveClient client = teacher("c-1").subscribe("classroom:c-1")) {
      client.frame(0);
      publish(1);
      client.frame(1);
      openStream("topic-made-anew");
      assertThat(code(client.frame(2))).isEqualTo("gap");
      assertThat(client.frame(3).get("type").textValue()).isEqualTo("subscribed");
      assertThat(client.frame(3).get("cursor").textValue()).startsWith("topic-made-anew");
      offset = 0;
      publish(2);
      assertThat(client.frame(4).at("/event/number").intValue()).isEqualTo(2);
    }
  }

  @Test
  void whoSubscribesBeforeTheTopicIsReadHearsOnlyWhatIsNew() {
    try (LiveClient client = teacher("c-1").subscribe("classroom:c-1")) {
      client.send("{\"type\":\"ping\"}");
      assertThat(client.frame(0).get("type").textValue()).isEqualTo("pong");
      hub.open(StreamSource.ALERTS, "topic", List.of(0L), List.of(3L));
      assertThat(client.frame(1).get("type").textValue()).isEqualTo("subscribed");
      IntStream.range(0, 5).forEach(this::publish);
      await().until(() -> client.events().size() == 2);
      assertThat(numbers(client)).containsExactly(3, 4);
    }
  }

  @Test
  void readingTheSameTopicAgainRepeatsNothing() {
    openStream("topic");
    try (LiveClient client = teacher("c-1").subscribe("classroom:c-1")) {
      client.frame(0);
      IntStream.range(0, 3).forEach(this::publish);
      openStream("topic");
      offset = 0;
      IntStream.range(0, 4).forEach(this::publish);
      await().until(() -> client.events().size() >= 4);
      assertThat(numbers(client)).containsExactly(0, 1, 2, 3);
    }
  }

  @Test
  void aSlowReaderIsCutOffAndResumesWhileTheOthersHearEverything() {
    openStream("topic");
    String padding = "x".repeat(1_000);
    int events = 20_000;
    try (LiveClient slow = teacher("c-2").subscribe("classroom:c-2");
        LiveClient quick = teacher("c-1").subscribe("classroom:c-1")) {
      slow.frame(0);
      quick.frame(0);
      slow.stopReading();
      int sent = 0;
      while (server.metric("live.slow-readers") == 0 && sent < events) {
        publish("c-2", sent++, padding);
        if (sent % 100 == 0) {
          publish(sent);
        }
      }
      assertThat(server.metric("live.slow-readers")).isEqualTo(1);
      int told = sent / 100;
      await().until(() -> quick.events().size() == told);

      slow.readOn();
      assertThat(slow.closeCode()).isEqualTo(4008);
      List<JsonNode> heard = slow.events();
      String cursor = heard.get(heard.size() - 1).get("cursor").textValue();
      int last = heard.get(heard.size() - 1).at("/event/number").intValue();
      try (LiveClient again = teacher("c-2").subscribe("classroom:c-2", cursor)) {
        int missed = sent - last - 1;
        await().until(() -> again.events().size() == missed);
        assertThat(numbers(again).get(0)).isEqualTo(last + 1);
      }
    }
  }

  @Test
  void anIdleSocketStaysOpenByPings() {
    openStream("topic");
    try (LiveClient client = teacher("c-1").subscribe("classroom:c-1")) {
      // longer than the idle timeout
      await().atMost(Duration.ofSeconds(20)).until(() -> client.pings() >= 10);
      assertThat(client.isOpen()).isTrue();
      publish(1);
      await().until(() -> client.events().size() == 1);
    }
  }

  @Test
  void badAuthenticationIsRefusedBeforeTheUpgrade() {
    for (String query : List.of("", "?ticket=guessed")) {
      assertThatThrownBy(
              () -> LiveClient.connect(LiveClient.http().newWebSocketBuilder(), server.ws(query)))
          .satisfies(refused -> assertThat(status(refused)).isEqualTo(401));
    }
    assertThatThrownBy(() -> LiveClient.withToken(server.ws(""), "forged"))
        .satisfies(refused -> assertThat(status(refused)).isEqualTo(401));
  }

  @Test
  void aPageOfAnotherOriginIsRefused() {
    WebSocket.Builder foreign =
        LiveClient.http()
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + server.admin())
            .header("Origin", "https://elsewhere.example");
    assertThatThrownBy(() -> LiveClient.connect(foreign, server.ws("")))
        .satisfies(refused -> assertThat(status(refused)).isEqualTo(403));
    WebSocket.Builder own =
        LiveClient.http()
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + server.admin())
            .header("Origin", "http://127.0.0.1:" + server.ws("").getPort());
    LiveClient.connect(own, server.ws("")).close();
  }

  @Test
  void aTicketOpensOneSocketWithinItsTime() throws Exception {
    openStream("topic");
    String ticket = ticket();
    try (LiveClient client =
        LiveClient.connect(
            LiveClient.http().newWebSocketBuilder(), server.ws("?ticket=" + ticket))) {
      client.subscribe("classroom:c-1");
      assertThat(client.frame(0).get("type").textValue()).isEqualTo("subscribed");
    }
    assertThatThrownBy(
            () ->
                LiveClient.connect(
                    LiveClient.http().newWebSocketBuilder(), server.ws("?ticket=" + ticket)))
        .satisfies(refused -> assertThat(status(refused)).isEqualTo(401));

    String late = ticket();
    now.set(now.get().plus(Tickets.GOOD_FOR));
    assertThatThrownBy(
            () ->
                LiveClient.connect(
                    LiveClient.http().newWebSocketBuilder(), server.ws("?ticket=" + late)))
        .satisfies(refused -> assertThat(status(refused)).isEqualTo(401));
  }

  private String ticket() throws IOException, InterruptedException {
    HttpResponse<String> made =
        LiveClient.http()
            .send(
                HttpRequest.newBuilder(server.http("/api/v1/tickets"))
                    .header("Authorization", "Bearer " + server.teacher("t-1", "c-1"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return EventCodec.mapper().readTree(made.body()).get("ticket").textValue();
  }

  @Test
  void oneUserHasABoundedNumberOfSockets() {
    List<LiveClient> open = new ArrayList<>();
    for (int i = 0; i < SETTINGS.maxConnectionsPerUser(); i++) {
      open.add(teacher("c-1"));
    }
    await().until(() -> hub.connectionCount() == SETTINGS.maxConnectionsPerUser());
    assertThatThrownBy(() -> teacher("c-1"))
        .satisfies(refused -> assertThat(status(refused)).isEqualTo(429));
    open.get(0).abort();
    await().until(() -> hub.connectionCount() < SETTINGS.maxConnectionsPerUser());
    teacher("c-1").close();
    open.forEach(LiveClient::close);
  }

  @Test
  void oneSocketHasABoundedNumberOfChannels() {
    openStream("topic");
    try (LiveClient client = LiveClient.withToken(server.ws(""), server.admin())) {
      for (int i = 0; i <= SETTINGS.maxSubscriptions(); i++) {
        client.subscribe("classroom:" + i);
      }
      assertThat(code(client.frame(SETTINGS.maxSubscriptions()))).isEqualTo("too-many");
    }
  }

  @Test
  void aNodeThatGoesDownSaysSo() {
    openStream("topic");
    LiveClient client = teacher("c-1").subscribe("classroom:c-1");
    client.frame(0);
    server.close();
    assertThat(client.closeCode()).isEqualTo(1012);
  }

  private static int status(Throwable refused) {
    Throwable cause = refused instanceof CompletionException ? refused.getCause() : refused;
    return ((WebSocketHandshakeException) cause).getResponse().statusCode();
  }
}
