package io.gaia.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever an app sends, nothing crashes and nothing is lost in silence. */
@ExtendWith(SharedStack.class)
class BadInputTest {

  private static final Duration ARRIVES_WITHIN = Duration.ofSeconds(40);

  private final StackFile stack;

  BadInputTest(StackFile stack) {
    this.stack = stack;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          not JSON            | {"marker":"MARK", oops                     | not JSON
          wrong type          | "metric_value":"five"                      | metric_value
          missing student     | "student_id":null                          | student_id
          timestamp of 1970   | "timestamp":"1970-01-01T00:00:00Z"         | 400 days
          timestamp of 2100   | "timestamp":"2100-01-01T00:00:00Z"         | 5 minutes ahead
          """)
  void isRejectedWithItsReason(String kind, String change, String reason) {
    String mark = Names.unique("bad");
    String value = change.startsWith("{") ? change.replace("MARK", mark) : changed(mark, change);
    try (KafkaProducer<String, String> producer = EventTopic.producer(stack.kafka())) {
      sendRaw(producer, mark, value);
    }
    assertThat(rejected(mark)).as(kind).contains(reason).contains("usability-metrics");
  }

  @Test
  void aValueOfTwoMegabytesIsRefusedByTheBrokerAndKeptByTheCollectorWithItsHash() {
    String mark = Names.unique("huge");
    String value = changed(mark, "\"metadata\":{\"fill\":\"%s\"}".formatted("x".repeat(2_000_000)));
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            stack.kafka(),
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            8_000_000);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      assertThatThrownBy(
              () -> producer.send(new ProducerRecord<>("usability-metrics", mark, value)).get())
          .hasCauseInstanceOf(RecordTooLargeException.class);
    }

    Api.Answer answer = new Api(stack, "app").post("/events", "[" + value + "]");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().path("accepted").asInt()).isZero();
    assertThat(answer.body().at("/rejected/0/reason").asText()).contains("1048576");
    assertThat(rejected(mark)).contains("raw_sha256").contains("collector");
  }

  @Test
  void anUnknownTypeAndAnUnknownFieldAreArchivedAsSent() {
    String mark = Names.unique("unknown");
    try (KafkaProducer<String, String> producer = EventTopic.producer(stack.kafka())) {
      sendRaw(producer, mark, changed(mark, "\"metric_type\":\"eye_roll\",\"mood\":\"cloudy\""));
    }

    Database database = new Database(stack.databaseUrl());
    await()
        .atMost(ARRIVES_WITHIN)
        .until(
            () ->
                database.count(
                        "select count(*) from usability_metrics"
                            + " where student_id = ? and metric_type = 'eye_roll'",
                        mark)
                    == 1);
    assertThat(
            database.column("select m::text from usability_metrics m where student_id = ?", mark))
        .singleElement()
        .asString()
        .contains("cloudy");
  }

  @Test
  void aDuplicateIsStoredAndScoredOnce() {
    String student = Names.unique("twice");
    Metric error = Metric.error(student, Names.unique("c"), Instant.now());
    Metric last = error.withType("keypress").withId(Names.unique("last"));
    try (KafkaProducer<String, String> producer = EventTopic.producer(stack.kafka())) {
      // six times the same error is one error: nobody is stuck
      IntStream.range(0, 6).forEach(i -> EventTopic.send(producer, error));
      EventTopic.send(producer, last);
    }

    awaitStored(last);
    assertThat(stored(error)).isEqualTo(1);
    assertThat(alertsOf(student)).isEmpty();
  }

  @Test
  void aLateEventIsStoredButNotScored() {
    String student = Names.unique("late");
    String classroom = Names.unique("c");
    Instant now = Instant.now();
    List<Metric> late =
        IntStream.range(0, 6)
            .mapToObj(i -> Metric.error(student, classroom, now.minusSeconds(600 - i)))
            .toList();
    try (KafkaProducer<String, String> producer = EventTopic.producer(stack.kafka())) {
      // every partition must be past the late events before they come
      List<Metric> punctual =
          IntStream.range(0, 40)
              .mapToObj(i -> Metric.keypress(student + "-other" + i, classroom, now))
              .toList();
      punctual.forEach(metric -> EventTopic.send(producer, metric));
      punctual.forEach(this::awaitStored);
      late.forEach(metric -> EventTopic.send(producer, metric));
    }

    late.forEach(this::awaitStored);
    assertThat(alertsOf(student)).isEmpty();
  }

  private static String changed(String student, String change) {
    String good = Metric.error(student, "c-bad", Instant.now()).json();
    for (String field : List.of("metric_value", "student_id", "timestamp", "metric_type")) {
      if (change.contains("\"" + field + "\"")) {
        good = good.replaceFirst("\"" + field + "\":(\"[^\"]*\"|[0-9.]+),?", "");
      }
    }
    return good.replaceFirst(",?}$", "," + change + "}");
  }

  private static void sendRaw(KafkaProducer<String, String> producer, String key, String value) {
    producer.send(new ProducerRecord<>("usability-metrics", key, value));
  }

  private String rejected(String mark) {
    return await()
        .atMost(ARRIVES_WITHIN)
        .until(
            () ->
                EventTopic.readAll(stack.kafka(), "rejected-events").stream()
                    .map(ConsumerRecord::value)
                    .filter(value -> value.contains(mark))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private List<String> alertsOf(String student) {
    return EventTopic.readAll(stack.kafka(), "teacher-alerts").stream()
        .map(ConsumerRecord::value)
        .filter(value -> value.contains(student))
        .toList();
  }

  private void awaitStored(Metric metric) {
    await().atMost(ARRIVES_WITHIN).until(() -> stored(metric) == 1);
  }

  private long stored(Metric metric) {
    return new Database(stack.databaseUrl())
        .count("select count(*) from usability_metrics where event_id = ?", metric.eventId());
  }
}
