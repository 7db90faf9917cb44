package io.gaia.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** kcat: a plain Kafka console client, as an app team would try things with. */
final class ConsoleClient {

  private ConsoleClient() {}

  /** Writes each metric as one line {@code key<TAB>value} into kcat's standard input. */
  static void produce(String kafka, String topic, List<Metric> metrics) {
    write(
        kafka,
        topic,
        metrics.stream()
            .map(metric -> metric.studentId() + "\t" + metric.json() + "\n")
            .collect(Collectors.joining()));
  }

  /** Writes one record. */
  static void produce(String kafka, String topic, String key, String json) {
    write(kafka, topic, key + "\t" + json + "\n");
  }

  private static void write(String kafka, String topic, String lines) {
    try {
      Process kcat =
          new ProcessBuilder("kcat", "-P", "-b", kafka, "-t", topic, "-K", "\t")
              .redirectErrorStream(true)
              .start();
      try (var stdin = kcat.getOutputStream()) {
        stdin.write(lines.getBytes(StandardCharsets.UTF_8));
      }
      String said = new String(kcat.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (kcat.waitFor() != 0) {
        throw new IllegalStateException("kcat failed: " + said);
      }
    } catch (IOException e) {
      throw new IllegalStateException("kcat did not run; infra/test installs it", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
