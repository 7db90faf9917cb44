package io.gaia.server.detection;

import io.dropwizard.lifecycle.Managed;
import io.gaia.schemas.event.DetectionRules;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.config.DetectionSettings;
import io.gaia.server.http.ProblemException;
import io.gaia.server.kafka.EventPublisher;
import io.gaia.server.kafka.Outgoing;
import io.gaia.server.kafka.TopicReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the configured threshold as rule {@code global}, once a start, unless that rule was set
 * by someone else: what configuration wrote carries a header, and only that is replaced.
 */
public final class GlobalRule implements Managed {

  /** The header that says whose rule it is. */
  public static final String SET_BY = "set-by";

  public static final String CONFIGURATION = "configuration";

  private static final Logger LOG = LoggerFactory.getLogger(GlobalRule.class);
  private static final long STOP_SECONDS = 5;

  private final DetectionRules configured;
  private final TopicReader reader;
  private final EventPublisher publisher;
  private final Duration retryInterval;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "global-rule");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param retryInterval pause between attempts while Kafka is down
   */
  public GlobalRule(
      DetectionSettings settings,
      TopicReader reader,
      EventPublisher publisher,
      Duration retryInterval) {
    this.configured = configured(settings);
    this.reader = reader;
    this.publisher = publisher;
    this.retryInterval = retryInterval;
  }

  /** What the rule says when nobody has set it. */
  public static DetectionRules configured(DetectionSettings settings) {
    return DetectionRules.of(
        DetectionRules.GLOBAL_SCOPE,
        Optional.of(FrustrationLevel.valueOf(settings.threshold().name())),
        Map.of());
  }

  @Override
  public void start() {
    executor.scheduleWithFixedDelay(
        this::tryOnce, 0, retryInterval.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() throws InterruptedException {
    executor.shutdownNow();
    if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
      LOG.warn("Publishing the global rule did not stop in {} s", STOP_SECONDS);
    }
  }

  private void tryOnce() {
    try {
      if (isToBePublished()) {
        publisher.publish(
            Outgoing.of(Topic.DETECTION_RULES, configured.scope(), configured)
                .withHeader(SET_BY, CONFIGURATION));
        LOG.info("Rule global: alerts from {}", configured.threshold().orElseThrow());
      }
      executor.shutdown();
    } catch (KafkaException | ProblemException e) {
      LOG.debug("Rule global waits for Kafka: {}", e.getMessage());
    }
  }

  private boolean isToBePublished() {
    if (!publisher.isReady()) {
      throw new KafkaException("Kafka is not up");
    }
    Optional<ConsumerRecord<String, byte[]>> present =
        reader.latest(Topic.DETECTION_RULES, configured.scope());
    if (present.isEmpty()) {
      return true;
    }
    Header setBy = present.get().headers().lastHeader(SET_BY);
    boolean ours =
        setBy != null && CONFIGURATION.equals(new String(setBy.value(), StandardCharsets.UTF_8));
    byte[] value = present.get().value();
    return ours
        && (value == null || !EventCodec.fromBytes(value, DetectionRules.class).equals(configured));
  }
}
