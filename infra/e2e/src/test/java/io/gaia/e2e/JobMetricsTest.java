package io.gaia.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Prometheus sees of the jobs. */
@ExtendWith(SharedStack.class)
class JobMetricsTest {

  private static final Duration WITHIN = Duration.ofMinutes(2);

  private final StackFile stack;
  private final HttpClient http = HttpClient.newHttpClient();

  JobMetricsTest(StackFile stack) {
    this.stack = stack;
  }

  @Test
  void prometheusSeesEventsScoresAlertsRejectionsAndTheLag() {
    String student = Names.unique("metrics-s");
    Instant now = Instant.now();
    try (KafkaProducer<String, String> producer = EventTopic.producer(stack.kafka())) {
      IntStream.range(0, 6)
          .mapToObj(i -> Metric.error(student, student + "-c", now.minusSeconds(20 - 4L * i)))
          .forEach(error -> EventTopic.send(producer, error));
      EventTopic.send(producer, Metric.error(student, student + "-c", now.plusSeconds(3_600)));
    }
    for (String name :
        List.of(
            "events",
            "scores",
            "alerts",
            "rejected",
            "gaia_records_written",
            "alert_lag_millis_count",
            "alert_lag_millis")) {
      await(name).atMost(WITHIN).until(() -> sum(name) > 0);
    }
    // told, though nothing may be late
    await("late").atMost(WITHIN).until(() -> sum("late") >= 0);
  }

  /** Over all operators and jobs that have a number of this name; negative when none has. */
  private double sum(String name) throws IOException, InterruptedException {
    double sum = -1;
    for (String line : scraped().split("\n")) {
      String series = line.split("[{ ]", 2)[0];
      if (series.startsWith("flink_taskmanager_job_task_operator_")
          && series.endsWith("_" + name)) {
        sum = Math.max(0, sum) + Double.parseDouble(line.substring(line.lastIndexOf(' ')));
      }
    }
    return sum;
  }

  private String scraped() throws IOException, InterruptedException {
    StringBuilder all = new StringBuilder();
    for (var url :
        StreamSupport.stream(stack.read().path("flink_metrics_urls").spliterator(), false)
            .map(each -> URI.create(each.asText()))
            .toList()) {
      all.append(http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body());
    }
    return all.toString();
  }
}
