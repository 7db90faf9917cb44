package io.gaia.client.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.client.CommandRun;
import io.gaia.schemas.event.UsabilityMetric;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaEventSinkTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;

  private static BrokerProcess broker;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = new BrokerProcess(folder);
    broker.makeTopics();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void aBrokerThatIsKilledMeanwhileHasEveryEventOnceAndEachStudentsInOrder() throws Exception {
    int students = 20;
    int eventsEach = 200;
    try (KafkaEventSink sink = KafkaEventSink.connect(broker.address(), PATIENCE)) {
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < students * eventsEach; i++) {
                  sink.send(metric("killed", i % students, i / students));
                  pauseBetween(i, sink);
                }
                sink.flush();
              });
      await().atMost(PATIENCE).until(() -> sink.acknowledged() > 500);
      broker.kill();
      broker.start();
      sending.get();
      assertThat(sink.acknowledged()).isEqualTo((long) students * eventsEach);
      assertThat(sink.waiting()).isZero();
    }

    Map<String, List<Integer>> sequences = new TreeMap<>();
    for (ConsumerRecord<String, byte[]> record : broker.read(Topic.USABILITY_METRICS)) {
      JsonNode event = EventCodec.mapper().readTree(record.value());
      if (event.get("app_name").asText().equals("killed")) {
        assertThat(record.key()).isEqualTo(event.get("student_id").asText());
        sequences
            .computeIfAbsent(record.key(), student -> new ArrayList<>())
            .add(event.get("metric_value").asInt());
      }
    }
    assertThat(sequences).hasSize(students);
    assertThat(sequences.values())
        .allSatisfy(
            sequence ->
                assertThat(sequence).isEqualTo(IntStream.range(0, eventsEach).boxed().toList()));
  }

  @Test
  void aReplayFromTheCommandLineArrivesWithTimesThatAreNeverAhead() throws IOException {
    Path log = Path.of("src/test/resources/logs/demo-course/MainTable.csv").toAbsolutePath();

    CommandRun run =
        CommandRun.of(
            "replay",
            log.toString(),
            "--speed",
            "max",
            "--run-id",
            "from-the-shell",
            "--kafka",
            broker.address(),
            "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("MainTable.csv:8: SubjectID is empty", "type File.Edit");
    assertThat(EventCodec.mapper().readTree(run.out()).get("acknowledged").asInt()).isEqualTo(5);
    List<ConsumerRecord<String, byte[]>> records =
        broker.read(Topic.USABILITY_METRICS).stream()
            .filter(record -> BrokerProcess.text(record).contains("from-the-shell"))
            .toList();
    assertThat(records).hasSize(5);
    assertThat(records)
        .allSatisfy(
            record -> {
              JsonNode event = EventCodec.mapper().readTree(record.value());
              assertThat(Instant.parse(event.get("timestamp").asText()))
                  .isBeforeOrEqualTo(Instant.ofEpochMilli(record.timestamp()));
              assertThat(event.get("classroom_id").asText()).isEqualTo("demo-course-c01");
            });
  }

  @Test
  void ratingsGoToTheirOwnTopic() throws IOException {
    Path log = Path.of("src/test/resources/logs/metrics.ndjson").toAbsolutePath();

    CommandRun run =
        CommandRun.of(
            "replay",
            log.toString(),
            "--speed",
            "max",
            "--run-id",
            "r",
            "--kafka",
            broker.address());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(broker.read(Topic.SATISFACTION_RATINGS))
        .filteredOn(record -> record.key().equals("p-1"))
        .singleElement()
        .satisfies(record -> assertThat(BrokerProcess.text(record)).contains("\"rating\":2"));
  }

  @Test
  void aSimulatedSchoolArrivesWithItsTruthBeside() throws IOException {
    Path truth = folder.resolve("truth.ndjson");

    CommandRun run =
        CommandRun.of(
            "simulate",
            "--classrooms",
            "1",
            "--speed",
            "max",
            "--duration",
            "5m",
            "--run-id",
            "simulated",
            "--truth",
            truth.toString(),
            "--kafka",
            broker.address(),
            "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    int acknowledged = EventCodec.mapper().readTree(run.out()).get("acknowledged").asInt();
    List<ConsumerRecord<String, byte[]>> arrived = new ArrayList<>();
    for (Topic topic : List.of(Topic.USABILITY_METRICS, Topic.SATISFACTION_RATINGS)) {
      broker.read(topic).stream()
          .filter(record -> BrokerProcess.text(record).contains("\"simulated-"))
          .forEach(arrived::add);
    }
    assertThat(arrived).hasSize(acknowledged).hasSizeGreaterThan(1_000);
    assertThat(arrived)
        .allSatisfy(
            record ->
                assertThat(
                        Instant.parse(
                            EventCodec.mapper().readTree(record.value()).get("timestamp").asText()))
                    .isBeforeOrEqualTo(Instant.ofEpochMilli(record.timestamp())));
    assertThat(Files.readAllLines(truth))
        .hasSizeGreaterThan(3)
        .allSatisfy(line -> assertThat(line).contains("\"classroom_id\":\"sim-c1\"", "\"kind\""));
  }

  @Test
  void withoutABrokerTheCommandSaysSoAndIsUnavailable() {
    CommandRun run =
        CommandRun.of(
            "replay",
            Path.of("src/test/resources/logs/metrics.ndjson").toAbsolutePath().toString(),
            "--kafka",
            "127.0.0.1:1",
            "--connect-timeout",
            "1s");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("no Kafka broker answers at 127.0.0.1:1");
    assertThatThrownBy(() -> KafkaEventSink.connect("nonsense", PATIENCE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HOST:PORT");
  }

  private static void pauseBetween(int index, KafkaEventSink sink) {
    // lets the kill fall in the middle of the sending, whatever the machine's speed
    if (index == 1_000) {
      await().atMost(PATIENCE).until(() -> sink.acknowledged() > 900);
    }
  }

  private static UsabilityMetric metric(String app, int student, int sequence) {
    return new UsabilityMetric(
        app + "-" + student + "-" + sequence,
        "s" + student,
        app,
        "session",
        "keypress",
        sequence,
        Instant.parse("2026-01-31T09:30:00Z"),
        Optional.of("c-1"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Map.of());
  }
}
