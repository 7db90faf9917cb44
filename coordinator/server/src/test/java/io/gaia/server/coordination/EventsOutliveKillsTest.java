package io.gaia.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.testkit.CoordinatorProcess;
import io.gaia.server.testkit.KafkaProcess;
import io.gaia.server.testkit.LiveClient;
import io.gaia.server.testkit.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Coordination's events over kill -9 of the coordinator and of the broker; {@code -Dgaia.soak=true}
 * has 50,000 of them.
 */
@Timeout(1_200)
class EventsOutliveKillsTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int BATCHES = Boolean.getBoolean("gaia.soak") ? 25 : 2;

  @TempDir Path directory;

  private static void enqueue(CoordinatorProcess gaia, int tasks, String payload) {
    String one = "{\"task_type\":\"t\",\"payload\":" + payload + "}";
    String batch =
        IntStream.range(0, tasks)
            .mapToObj(i -> one)
            .collect(Collectors.joining(",", "{\"tasks\":[", "]}"));
    assertThat(gaia.post("/tasks", batch).statusCode()).isEqualTo(201);
  }

  private static LiveClient reader(CoordinatorProcess gaia, String after) {
    return LiveClient.withToken(gaia.ws(), gaia.admin()).subscribe("cluster", after);
  }

  private static String cursorOf(JsonNode event) {
    return event.get("cursor").textValue();
  }

  /**
   * Reads until that one is there; all up to it. Others may follow, of what the node does itself.
   */
  private static List<JsonNode> upTo(LiveClient client, String marker) {
    AtomicReference<List<JsonNode>> read = new AtomicReference<>(List.of());
    await()
        .atMost(LONG)
        .until(
            () -> {
              List<JsonNode> events = client.events();
              for (int i = events.size() - 1; i >= 0; i--) {
                if (events.get(i).at("/event/entity_id").asText().equals(marker)) {
                  read.set(events.subList(0, i + 1));
                  return true;
                }
              }
              return false;
            });
    return read.get();
  }

  /** An event that comes after all others so far; its entity's id. */
  private static String mark(CoordinatorProcess gaia, String id) {
    assertThat(
            gaia.post("/lessons", "{\"id\":\"%s\",\"title\":\"Marker\"}".formatted(id))
                .statusCode())
        .isEqualTo(201);
    return id;
  }

  @Test
  void aReaderThatIsThousandsOfEventsBehindGetsAllOfThemOverAKill() {
    try (CoordinatorProcess gaia = new CoordinatorProcess(directory, Map.of()).start()) {
      String early;
      int before;
      try (LiveClient first = reader(gaia, "0")) {
        enqueue(gaia, 10, "1");
        List<JsonNode> seen = upTo(first, mark(gaia, "m-1"));
        early = cursorOf(seen.get(seen.size() - 1));
        before = seen.size();
      }
      for (int i = 0; i < BATCHES; i++) {
        enqueue(gaia, 1_000, "{\"n\":" + i + "}");
      }
      gaia.kill();
      gaia.start();
      for (int i = 0; i < BATCHES; i++) {
        enqueue(gaia, 1_000, "{\"n\":" + i + "}");
      }
      String end = mark(gaia, "m-2");
      List<LiveClient> readers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        readers.add(reader(gaia, early));
      }
      LiveClient whole = reader(gaia, "0");
      readers.add(whole);
      List<Long> all = Cursors.ofFrames(upTo(whole, end));
      assertThat(all).hasSizeGreaterThan(2 * BATCHES * 1_000 + before);
      for (LiveClient reader : readers.subList(0, 3)) {
        assertThat(Cursors.ofFrames(upTo(reader, end))).isEqualTo(all.subList(before, all.size()));
        assertThat(reader.frames()).noneMatch(frame -> frame.has("code"));
      }
      readers.forEach(LiveClient::close);
    }
  }

  @Test
  void everyEventReachesKafkaThoughItWasDownAndTheCoordinatorKilled() {
    KafkaProcess broker = new KafkaProcess(directory).start();
    Map<String, String> variables =
        Map.of("KAFKA_BOOTSTRAP_SERVERS", broker.address(), "KAFKA_RETRY_INTERVAL", "200ms");
    try (broker;
        CoordinatorProcess gaia = new CoordinatorProcess(directory, variables).start()) {
      enqueue(gaia, 300, "1");
      await().atMost(LONG).ignoreExceptions().until(() -> relayed(broker).size() > 300);
      broker.kill();
      enqueue(gaia, 300, "2");
      gaia.kill();
      gaia.start();
      enqueue(gaia, 300, "3");
      broker.start();
      enqueue(gaia, 300, "4");
      String end = mark(gaia, "m-1");
      try (LiveClient whole = reader(gaia, "0")) {
        List<Long> all = Cursors.ofFrames(upTo(whole, end));
        await().atMost(LONG).ignoreExceptions().until(() -> relayed(broker).size() >= all.size());
        assertThat(Cursors.sorted(relayed(broker))).isEqualTo(all);
      }
    }
  }

  /** What is in the topic, each once; the first appearances are checked to be in order. */
  private static Set<Long> relayed(KafkaProcess broker) {
    Map<Integer, List<JsonNode>> partitions = new TreeMap<>();
    for (ConsumerRecord<String, byte[]> record : broker.recordsOf(Topic.COORDINATION_EVENTS)) {
      partitions.computeIfAbsent(record.partition(), p -> new ArrayList<>()).add(json(record));
    }
    Set<Long> all = new HashSet<>();
    partitions.values().forEach(records -> all.addAll(Cursors.firstAppearances(records)));
    return all;
  }

  private static JsonNode json(ConsumerRecord<String, byte[]> record) {
    try {
      JsonNode event = EventCodec.mapper().readTree(record.value());
      assertThat(record.key()).isEqualTo(event.get("entity_id").textValue());
      return event;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void eventsThatWereNotKeptLongEnoughForKafkaAreSaidToBeMissing() {
    KafkaProcess broker = new KafkaProcess(directory).start();
    Map<String, String> variables =
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS", broker.address(),
            "KAFKA_RETRY_INTERVAL", "200ms",
            "EVENT_LOG_MAX_MB", "1");
    try (broker;
        Coordinator gaia = Coordinator.start(directory, variables)) {
      gaia.enqueue("first");
      await().atMost(LONG).ignoreExceptions().until(() -> !relayed(broker).isEmpty());
      broker.kill();
      String task = "{\"task_type\":\"t\",\"payload\":\"" + "x".repeat(10_000) + "\"}";
      for (int i = 0; i < 300; i++) {
        gaia.post("/tasks", task).is(201);
      }
      broker.start();
      await()
          .atMost(LONG)
          .until(
              () ->
                  health(gaia.server())
                      .at("/event-relay/message")
                      .asText()
                      .contains("not in Kafka"));
      assertThat(health(gaia.server()).at("/event-relay/healthy").booleanValue()).isTrue();
      assertThat(gaia.server().get(gaia.server().admin("/metrics")).body())
          .contains("gaia_coordination_relay_gaps_total 1.0");
      String last = gaia.enqueue("last");
      await()
          .atMost(LONG)
          .ignoreExceptions()
          .until(
              () ->
                  broker.recordsOf(Topic.COORDINATION_EVENTS).stream()
                      .anyMatch(record -> record.key().equals(last)));
    }
  }

  private static JsonNode health(RunningServer server) {
    return RunningServer.json(server.get(server.admin("/healthcheck")));
  }
}
