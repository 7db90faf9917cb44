package io.gaia.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gaia.server.testkit.LiveClient;
import io.gaia.server.testkit.LiveReader;
import io.gaia.server.testkit.Refused;
import io.gaia.server.testkit.StreamClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What only server-sent events have. */
class ServerSentEventsTest extends LiveScene {

  private HttpRequest.Builder request(String token, String query) {
    return HttpRequest.newBuilder(server.http("/api/v1/stream" + query))
        .header("Authorization", "Bearer " + token);
  }

  private StreamClient stream(String query) {
    return StreamClient.open(request(server.teacher("t-1", "c-1", "c-2"), query));
  }

  @Test
  void theAnswerIsAStreamThatTheBrowserKnowsHowToResume() {
    openStream("topic");
    try (StreamClient reader = stream("?channel=classroom:c-1")) {
      JsonNode subscribed = reader.frame(0);
      assertThat(reader.response().headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      assertThat(reader.lastId()).isEqualTo(subscribed.get("cursor").textValue());
      assertThat(reader.retryMs().orElseThrow()).isBetween(1_000L, 3_000L);
      publish(1);
      JsonNode event = reader.frame(1);
      await().until(() -> reader.lastId().equals(event.get("cursor").textValue()));
    }
  }

  @Test
  void lastEventIdGoesBeforeAfter() {
    openStream("topic");
    publish(1);
    publish(2);
    String id;
    try (StreamClient reader = stream("?channel=classroom:c-1&after=0")) {
      id = reader.frame(1).get("cursor").textValue();
    }
    HttpRequest.Builder again =
        request(server.teacher("t-1", "c-1"), "?channel=classroom:c-1&after=0")
            .header("Last-Event-ID", id);
    try (StreamClient reader = StreamClient.open(again)) {
      assertThat(reader.frame(1).at("/event/number").intValue()).isEqualTo(2);
    }
  }

  @Test
  void severalChannelsResumeTogetherByOneId() {
    openStream("topic");
    String query = "?channel=classroom:c-1&channel=classroom:c-2&channel=user:t-1";
    String id;
    try (StreamClient reader = stream(query)) {
      reader.frame(1);
      publish(1);
      publish("c-2", 2, "");
      reader.frame(3);
      id = reader.lastId();
      // coordination is not open: that channel has no place yet
      assertThat(id).matches("topic[^,]+,topic[^,]+,");
    }
    publish("c-2", 3, "");
    publish(4);
    hub.open(StreamSource.COORDINATION, "log", List.of(0L), List.of(0L));
    HttpRequest.Builder again =
        request(server.teacher("t-1", "c-1", "c-2"), query).header("Last-Event-ID", id);
    try (StreamClient reader = StreamClient.open(again)) {
      await().until(() -> reader.events().size() == 2);
      assertThat(numbers(reader)).containsExactlyInAnyOrder(3, 4);
      hub.publish(
          StreamSource.COORDINATION,
          0,
          0,
          List.of(Channel.user("t-1")),
          JsonNodeFactory.instance.objectNode().put("number", 5));
      await().until(() -> numbers(reader).contains(5));
      assertThat(reader.lastId()).matches("topic[^,]+,topic[^,]+,log[^,]+");
    }
  }

  @Test
  void aClientThatTakesCompressedAnswersHearsAtOnce() {
    openStream("topic");
    HttpRequest.Builder request =
        request(server.admin(), "?channel=classroom:c-1").header("Accept-Encoding", "gzip");
    try (StreamClient reader = StreamClient.open(request)) {
      reader.frame(0);
      publish("c-1", 1, "x".repeat(2_000));
      assertThat(reader.frame(1).at("/event/number").intValue()).isEqualTo(1);
    }
  }

  @Test
  void aStreamThatHasNoChannelLeftEnds() {
    openStream("topic");
    server.teaches("t-1", "c-9", true);
    try (StreamClient reader =
        StreamClient.open(request(server.teacher("t-1"), "?channel=classroom:c-9"))) {
      reader.frame(0);
      publish("c-9", 1, "");
      server.teaches("t-1", "c-9", false);
      assertThat(reader.closeCode()).isEqualTo(4003);
      assertThat(numbers(reader)).containsExactly(1);
      assertThat(code(reader.frame(2))).isEqualTo("forbidden");
    }
    await().until(() -> hub.connectionCount() == 0);
  }

  @Test
  void whatCannotBeAStreamIsRefusedBeforeItBegins() throws Exception {
    isRefused(400, "");
    isRefused(400, "?channel=planet:mars");
    isRefused(400, "?channel=classroom:c-1&channel=classroom:c-2&channel=cluster&after=0&after=0");
    isRefused(400, "?channel=classroom:c-1&after=0&after=1");
    StringBuilder many = new StringBuilder("?channel=cluster");
    for (int i = 0; i < StreamQuery.MAX_CHANNELS; i++) {
      many.append("&channel=classroom:").append(i);
    }
    isRefused(400, many.toString());
    isRefused(403, "?channel=classroom:c-3&channel=cluster");
    assertThat(status("HEAD")).isEqualTo(405);
    assertThat(status("POST")).isEqualTo(405);
    assertThat(hub.connectionCount()).isZero();
  }

  private void isRefused(int status, String query) {
    assertThatThrownBy(() -> stream(query))
        .as(query)
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.status()).isEqualTo(status));
  }

  private int status(String method) throws Exception {
    return LiveClient.http()
        .send(
            request(server.admin(), "?channel=cluster")
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void noStreamHoldsAThread() {
    openStream("topic");
    List<LiveReader> readers = new ArrayList<>();
    for (int i = 0; i < LiveServer.MAX_THREADS; i++) {
      String token = server.teacher("t-" + i, "c-1");
      readers.add(StreamClient.open(request(token, "?channel=classroom:c-1")));
    }
    // the answer begins before the subscription, and what was told before that is not owed
    readers.forEach(reader -> reader.frame(0));
    publish(1);
    readers.forEach(reader -> reader.frame(1));
    assertThat(askForTicket(server.admin()).statusCode()).isEqualTo(201);
    readers.forEach(LiveReader::close);
  }
}
