package io.gaia.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gaia.server.testkit.Entrance;
import io.gaia.server.testkit.Entrance.Wanted;
import io.gaia.server.testkit.LiveReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a reader gets, whichever door it came in by. */
abstract class StreamContract extends LiveScene {

  private final Entrance entrance;

  StreamContract(Entrance entrance) {
    this.entrance = entrance;
  }

  private LiveReader ofTeacher(String channel) {
    return entrance.open(server.root(), teacher("c-1", "c-2"), channel);
  }

  private LiveReader ofTeacher(String channel, String after) {
    return entrance.open(server.root(), teacher("c-1", "c-2"), channel, after);
  }

  @Test
  void aTeacherHearsTheirClassFromNowOn() {
    openStream("topic");
    publish(1);
    try (LiveReader reader = ofTeacher("classroom:c-1")) {
      JsonNode subscribed = reader.frame(0);
      assertThat(type(subscribed)).isEqualTo("subscribed");
      assertThat(subscribed.get("channel").textValue()).isEqualTo("classroom:c-1");
      publish(2);
      JsonNode event = reader.frame(1);
      assertThat(event.get("channel").textValue()).isEqualTo("classroom:c-1");
      assertThat(event.get("cursor").textValue()).isNotBlank();
      assertThat(event.at("/event/number").intValue()).isEqualTo(2);
    }
  }

  @Test
  void anAdminHearsAnyChannel() {
    openStream("topic");
    Wanted cluster = new Wanted("cluster", Optional.empty());
    Wanted user = new Wanted("user:u-1", Optional.empty());
    Wanted room = new Wanted("classroom:c-7", Optional.empty());
    try (LiveReader reader = entrance.open(server.root(), admin(), room, user, cluster)) {
      assertThat(reader.frame(0).get("channel").textValue()).isEqualTo("classroom:c-7");
      await().until(() -> hub.subscriptionCount() == 3);
      hub.open(StreamSource.COORDINATION, "log", List.of(0L), List.of(0L));
      assertThat(reader.frame(1).get("channel").textValue()).isEqualTo("user:u-1");
      reader.frame(2);
      hub.publish(
          StreamSource.COORDINATION,
          0,
          7,
          List.of(Channel.cluster(), Channel.user("u-1")),
          JsonNodeFactory.instance.objectNode().put("type", "task.claimed"));
      assertThat(reader.frame(3).at("/event/type").textValue()).isEqualTo("task.claimed");
      assertThat(reader.frame(4).get("channel").textValue()).isEqualTo("user:u-1");
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
      try (LiveReader reader = ofTeacher("classroom:c-1", cursor)) {
        int before = seen.size();
        await().until(() -> reader.events().size() >= wanted - before);
        for (JsonNode frame : reader.events().subList(0, wanted - before)) {
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
    String old;
    try (LiveReader reader = ofTeacher("classroom:c-1", "other.0.0")) {
      assertThat(code(reader.frame(0))).isEqualTo("gap");
      JsonNode subscribed = reader.frame(1);
      assertThat(type(subscribed)).isEqualTo("subscribed");
      old = subscribed.get("cursor").textValue();
      IntStream.rangeClosed(1, SETTINGS.framesKeptPerChannel() + 5).forEach(this::publish);
      await().until(() -> reader.events().size() == SETTINGS.framesKeptPerChannel() + 5);
    }
    try (LiveReader reader = ofTeacher("classroom:c-1", old)) {
      assertThat(code(reader.frame(0))).isEqualTo("gap");
      reader.frame(1);
      publish(7);
      assertThat(reader.frame(2).at("/event/number").intValue()).isEqualTo(7);
    }
  }

  @Test
  void aTopicThatIsMadeAnewTellsItsReadersOfTheGap() {
    openStream("topic");
    try (LiveReader reader = ofTeacher("classroom:c-1")) {
      reader.frame(0);
      publish(1);
      reader.frame(1);
      openStream("topic-made-anew");
      assertThat(code(reader.frame(2))).isEqualTo("gap");
      assertThat(type(reader.frame(3))).isEqualTo("subscribed");
      assertThat(reader.frame(3).get("cursor").textValue()).startsWith("topic-made-anew");
      publish(2);
      assertThat(reader.frame(4).at("/event/number").intValue()).isEqualTo(2);
    }
  }

  @Test
  void whoComesBeforeTheTopicIsReadHearsOnlyWhatIsNew() {
    try (LiveReader reader = ofTeacher("classroom:c-1")) {
      await().until(() -> hub.subscriptionCount() == 1);
      hub.open(StreamSource.ALERTS, "topic", List.of(0L), List.of(3L));
      assertThat(type(reader.frame(0))).isEqualTo("subscribed");
      IntStream.range(0, 5).forEach(this::publish);
      await().until(() -> reader.events().size() == 2);
      assertThat(numbers(reader)).containsExactly(3, 4);
    }
  }

  @Test
  void readingTheSameTopicAgainRepeatsNothing() {
    openStream("topic");
    try (LiveReader reader = ofTeacher("classroom:c-1")) {
      reader.frame(0);
      IntStream.range(0, 3).forEach(this::publish);
      openStream("topic");
      IntStream.range(0, 4).forEach(this::publish);
      await().until(() -> reader.events().size() >= 4);
      assertThat(numbers(reader)).containsExactly(0, 1, 2, 3);
    }
  }

  @Test
  void aSlowReaderIsCutOffAndResumesWhileTheOthersHearEverything() {
    openStream("topic");
    String padding = "x".repeat(1_000);
    int events = 20_000;
    try (LiveReader slow = ofTeacher("classroom:c-2");
        LiveReader quick = ofTeacher("classroom:c-1")) {
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
      try (LiveReader again = ofTeacher("classroom:c-2", cursor)) {
        int missed = sent - last - 1;
        await().until(() -> again.events().size() == missed);
        assertThat(numbers(again).get(0)).isEqualTo(last + 1);
      }
    }
  }

  @Test
  void whoIsIdleStaysConnectedByPings() {
    openStream("topic");
    try (LiveReader reader = ofTeacher("classroom:c-1")) {
      // longer than the idle timeout
      await().atMost(Duration.ofSeconds(60)).until(() -> reader.signsOfLife() >= 10);
      assertThat(reader.isOpen()).isTrue();
      publish(1);
      await().until(() -> reader.events().size() == 1);
    }
  }

  @Test
  void whoGoesAwayIsForgotten() {
    openStream("topic");
    LiveReader reader = ofTeacher("classroom:c-1");
    await().until(() -> hub.connectionCount() == 1);
    reader.abort();
    await().until(() -> hub.connectionCount() == 0 && hub.subscriptionCount() == 0);
  }

  @Test
  void aNodeThatGoesDownSaysSo() {
    openStream("topic");
    LiveReader reader = ofTeacher("classroom:c-1");
    reader.frame(0);
    server.close();
    assertThat(reader.closeCode()).isEqualTo(1012);
  }
}
