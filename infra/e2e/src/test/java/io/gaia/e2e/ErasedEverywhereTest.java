package io.gaia.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A student struggles, is erased, and neither tables nor the jobs' state know the id any more. */
@ExtendWith(SharedStack.class)
class ErasedEverywhereTest {

  private static final Duration WITHIN = Duration.ofMinutes(2);

  private final StackFile stack;
  private final Database database;
  private final Savepoints savepoints;
  private final String student = Names.unique("erased-s");
  private final String classroom = Names.unique("erased-c");

  ErasedEverywhereTest(StackFile stack) {
    this.stack = stack;
    this.database = new Database(stack.databaseUrl());
    this.savepoints = new Savepoints(stack.flinkUrl());
  }

  @Test
  void noTableAndNoStateNamesAStudentWhoWasErased() {
    try (KafkaProducer<String, String> producer = EventTopic.producer(stack.kafka())) {
      burst(producer);
      await()
          .atMost(WITHIN)
          .until(
              () ->
                  tablesThatName(student)
                      .containsAll(List.of("usability_metrics", "teacher_dashboard_alerts")));
      assertThat(savepoints.filesThatName(student)).isNotEmpty();

      assertThat(new Api(stack, "admin").delete("/students/" + student).status()).isEqualTo(202);
      assertThat(tablesThatName(student)).isEmpty();
      await()
          .atMost(WITHIN)
          .untilAsserted(() -> assertThat(savepoints.filesThatName(student)).isEmpty());

      // an app that speaks Kafka goes on all the same
      burst(producer);
      Metric last = Metric.keypress(Names.unique("other-s"), classroom, Instant.now());
      EventTopic.send(producer, last);
      await()
          .atMost(WITHIN)
          .until(
              () ->
                  database.count(
                          "select count(*) from usability_metrics where event_id = ?",
                          last.eventId())
                      == 1);
      assertThat(savepoints.filesThatName(student)).isEmpty();
      assertThat(tablesThatName(student)).isEmpty();
    }
  }

  private void burst(KafkaProducer<String, String> producer) {
    Instant now = Instant.now();
    IntStream.range(0, 6)
        .mapToObj(i -> Metric.error(student, classroom, now.minusSeconds(20 - 4L * i)))
        .forEach(metric -> EventTopic.send(producer, metric));
    producer.flush();
  }

  private List<String> tablesThatName(String text) {
    return database
        .column(
            "select tablename from pg_tables where schemaname = 'public' and tablename not like"
                + " 'flyway%'")
        .stream()
        .filter(
            table ->
                database.count(
                        "select count(*) from "
                            + table
                            + " t where strpos(to_jsonb(t)::text, ?) > 0",
                        text)
                    > 0)
        .toList();
  }
}
