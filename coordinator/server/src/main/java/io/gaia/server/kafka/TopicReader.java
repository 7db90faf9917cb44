package io.gaia.server.kafka;

import io.gaia.schemas.topic.Topic;
import io.gaia.server.config.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads small compacted topics as they stand. */
public final class TopicReader {

  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaSettings settings;

  public TopicReader(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * The last record of a key, an erased one included.
   *
   * @throws org.apache.kafka.common.KafkaException while Kafka cannot be used
   */
  public Optional<ConsumerRecord<String, byte[]>> latest(Topic topic, String key) {
    try (Consumer<String, byte[]> consumer = new KafkaConsumer<>(properties())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.topicName()).stream()
              .map(each -> new TopicPartition(each.topic(), each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Optional<ConsumerRecord<String, byte[]>> latest = Optional.empty();
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        for (ConsumerRecord<String, byte[]> each : consumer.poll(POLL)) {
          if (key.equals(each.key())) {
            latest = Optional.of(each);
          }
        }
      }
      return latest;
    }
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>(KafkaLink.clientProperties(settings));
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) settings.deliveryTimeout().toMillis());
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return properties;
  }
}
