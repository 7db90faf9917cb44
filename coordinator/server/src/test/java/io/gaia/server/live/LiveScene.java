package io.gaia.server.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.config.LiveLimits;
import io.gaia.server.testkit.Entrance;
import io.gaia.server.testkit.Entrance.Pass;
import io.gaia.server.testkit.LiveClient;
import io.gaia.server.testkit.LiveReader;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server with small limits, a clock to be set, and events of classes; new for each test. */
@Timeout(180)
abstract class LiveScene {

  static final LiveLimits LIMITS = new LiveLimits(20, 25, 5, 1_024, 5, 30);

  static final LiveSettings SETTINGS =
      new LiveSettings(
          200,
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          Duration.ofMillis(300),
          Duration.ofSeconds(2),
          500,
          1024 * 1024,
          8L * 1024 * 1024,
          LIMITS);

  @TempDir Path directory;

  final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  LiveServer server;
  Hub hub;
  private long offset;

  @BeforeEach
  final void start() throws Exception {
    server = new LiveServer(directory, SETTINGS, now::get);
    hub = server.hub();
  }

  @AfterEach
  final void stop() {
    server.close();
  }

  final void openStream(String id) {
    offset = 0;
    hub.open(StreamSource.ALERTS, id, List.of(0L, 0L), List.of(0L, 0L));
  }

  /** One event of class c-1, as the topic's reader publishes it. */
  final void publish(int number) {
    publish("c-1", number, "");
  }

  final void publish(String classroom, int number, String padding) {
    hub.publish(
        StreamSource.ALERTS,
        0,
        offset++,
        List.of(Channel.classroom(classroom)),
        JsonNodeFactory.instance.objectNode().put("number", number).put("padding", padding));
  }

  final Pass teacher(String... classrooms) {
    return Pass.token(server.teacher("t-1", classrooms));
  }

  final Pass admin() {
    return Pass.token(server.admin());
  }

  /** From now on. */
  final LiveReader hear(Entrance entrance, Pass pass, String channel) {
    return entrance.open(server.root(), pass, channel);
  }

  final String ticket(String token) {
    HttpResponse<String> made = askForTicket(token);
    if (made.statusCode() != 201) {
      throw new AssertionError(made.statusCode() + " " + made.body());
    }
    try {
      return EventCodec.mapper().readTree(made.body()).get("ticket").textValue();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  final HttpResponse<String> askForTicket(String token) {
    try {
      return LiveClient.http()
          .send(
              HttpRequest.newBuilder(server.http("/api/v1/tickets"))
                  .header("Authorization", "Bearer " + token)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString("{}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static List<Integer> numbers(LiveReader reader) {
    return reader.events().stream().map(frame -> frame.at("/event/number").intValue()).toList();
  }

  static String type(JsonNode frame) {
    return frame.get("type").textValue();
  }

  static String code(JsonNode frame) {
    if (!type(frame).equals("error")) {
      throw new AssertionError(frame.toString());
    }
    return frame.get("code").textValue();
  }
}
