package io.gaia.flink.common;

import io.gaia.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a job wait for the topics it needs, which the coordinator makes, instead of failing again
 * and again.
 */
public final class TopicsAwaited {
  private static final Logger LOG = LoggerFactory.getLogger(TopicsAwaited.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(10);
  private static final int LOOK_TIMEOUT_MS = 5_000;

  private TopicsAwaited() {}

  /**
   * Returns once every topic exists.
   *
   * @throws IllegalStateException naming what is missing, after {@code patience}
   */
  public static void await(
      String bootstrapServers, List<Topic> topics, Duration patience, InstantSource time)
      throws InterruptedException {
    Instant giveUp = time.instant().plus(patience);
    Instant nextWord = time.instant();
    // a client that cannot resolve its brokers fails at once, so one is made for each look
    while (true) {
      Optional<String> problem = missing(bootstrapServers, topics);
      if (problem.isEmpty()) {
        return;
      }
      Instant now = time.instant();
      if (now.isAfter(giveUp)) {
        throw new IllegalStateException(
            problem.get() + "; gave up after " + patience.toSeconds() + " s");
      }
      if (!now.isBefore(nextWord)) {
        LOG.warn("{}; waiting (the coordinator makes the topics when it starts)", problem.get());
        nextWord = now.plus(BETWEEN_WORDS);
      }
      TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
    }
  }

  private static Optional<String> missing(String bootstrapServers, List<Topic> topics)
      throws InterruptedException {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "default.api.timeout.ms",
            LOOK_TIMEOUT_MS,
            "request.timeout.ms",
            LOOK_TIMEOUT_MS);
    try (Admin admin = Admin.create(settings)) {
      Set<String> present = admin.listTopics().names().get(LOOK_TIMEOUT_MS, TimeUnit.MILLISECONDS);
      List<String> missing = new ArrayList<>();
      topics.forEach(topic -> missing.add(topic.topicName()));
      missing.removeAll(present);
      return missing.isEmpty()
          ? Optional.empty()
          : Optional.of("Kafka at " + bootstrapServers + " has no topic " + missing);
    } catch (ExecutionException | TimeoutException | org.apache.kafka.common.KafkaException e) {
      return Optional.of("Kafka at " + bootstrapServers + " does not answer: " + e.getMessage());
    }
  }
}
