package io.gaia.server.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gaia.schemas.event.DetectionRules;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.testkit.KafkaProcess;
import io.gaia.server.testkit.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class GlobalRuleTest {

  @TempDir Path directory;

  @Test
  void theConfiguredThresholdIsPublishedUntilSomeoneElseSetsTheRule() throws Exception {
    try (KafkaProcess kafka = new KafkaProcess(directory).start()) {
      try (RunningServer first = startWith(kafka, "high")) {
        awaitRules(kafka, FrustrationLevel.HIGH);
      }
      try (RunningServer unchanged = startWith(kafka, "high")) {
        awaitCaughtUp(unchanged);
      }
      try (RunningServer changed = startWith(kafka, "low")) {
        awaitRules(kafka, FrustrationLevel.HIGH, FrustrationLevel.LOW);
      }
      setByHand(kafka, FrustrationLevel.CRITICAL);
      try (RunningServer again = startWith(kafka, "medium")) {
        awaitCaughtUp(again);
        assertThat(rules(kafka))
            .containsExactly(
                FrustrationLevel.HIGH, FrustrationLevel.LOW, FrustrationLevel.CRITICAL);
      }
    }
  }

  private RunningServer startWith(KafkaProcess kafka, String threshold) {
    return RunningServer.start(
        directory,
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS",
            kafka.address(),
            "KAFKA_RETRY_INTERVAL",
            "200ms",
            "FRUSTRATION_DETECTION_THRESHOLD",
            threshold));
  }

  private static void awaitRules(KafkaProcess kafka, FrustrationLevel... levels) {
    await().atMost(Duration.ofSeconds(40)).until(() -> rules(kafka), List.of(levels)::equals);
  }

  /** The rule's thread ends when there is nothing left to publish. */
  private static void awaitCaughtUp(RunningServer server) {
    await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () ->
                RunningServer.json(server.get(server.admin("/healthcheck")))
                    .at("/kafka/state")
                    .textValue(),
            "up"::equals);
    await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("global-rule")));
  }

  private static List<FrustrationLevel> rules(KafkaProcess kafka) {
    return kafka.recordsOf(Topic.DETECTION_RULES).stream()
        .map(each -> EventCodec.fromBytes(each.value(), DetectionRules.class))
        .map(rule -> rule.threshold().orElseThrow())
        .toList();
  }

  private static void setByHand(KafkaProcess kafka, FrustrationLevel level) throws Exception {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.address()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  Topic.DETECTION_RULES.topicName(),
                  "global",
                  EventCodec.toBytes(DetectionRules.of("global", Optional.of(level), Map.of()))))
          .get();
    }
  }
}
