package io.gaia.server.kafka;

import io.gaia.schemas.topic.Topic;
import io.gaia.server.config.HostPorts;
import io.gaia.server.config.KafkaSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Reaches Kafka and makes the topics that are missing. */
public final class KafkaLink implements AutoCloseable {

  private static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(5);

  private final KafkaSettings settings;
  private Admin admin;

  public KafkaLink(KafkaSettings settings) {
    this.settings = settings;
  }

  /** Properties that every client of this Kafka needs. */
  public static Map<String, Object> clientProperties(KafkaSettings settings) {
    Map<String, Object> properties = new HashMap<>(settings.clientProperties());
    properties.put(
        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
        settings.bootstrapServers().map(HostPorts::toString).orElse(""));
    // a broker that comes back is found within a second
    properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    return properties;
  }

  /**
   * Makes missing topics. A broker that lost its disk gets them again, so this runs at every look.
   *
   * @throws Exception while Kafka cannot be used
   */
  public synchronized void ensureTopics() throws Exception {
    try {
      if (admin == null) {
        // fails while the name is unknown, so it cannot be made in the constructor
        admin = Admin.create(adminProperties());
      }
      Set<String> present = admin.listTopics().names().get();
      List<NewTopic> missing =
          Arrays.stream(Topic.values())
              .filter(topic -> !present.contains(topic.topicName()))
              .map(this::newTopic)
              .toList();
      if (!missing.isEmpty()) {
        admin.createTopics(missing).all().get();
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
      // another node made it in the meantime; the next look sees the rest
    }
  }

  private NewTopic newTopic(Topic topic) {
    return new NewTopic(
            topic.topicName(), settings.topicPartitions(), (short) settings.topicReplication())
        .configs(topic.settings());
  }

  private Map<String, Object> adminProperties() {
    Map<String, Object> properties = clientProperties(settings);
    properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "gaia-coordinator-admin");
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ADMIN_TIMEOUT.toMillis());
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ADMIN_TIMEOUT.toMillis() / 2);
    return properties;
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close(ADMIN_TIMEOUT);
    }
  }
}
