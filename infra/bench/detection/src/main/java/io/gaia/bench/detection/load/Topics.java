package io.gaia.bench.detection.load;

import io.gaia.schemas.topic.Topic;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Gaia's topics on a new broker, and what writes to them. */
public final class Topics {
  private static final int WAIT_MS = 120_000;

  private Topics() {}

  /** Makes all of them as Gaia makes them; waits for the broker. */
  public static void create(String kafka) throws IOException, InterruptedException {
    List<NewTopic> topics =
        Arrays.stream(Topic.values())
            .map(
                topic ->
                    new NewTopic(topic.topicName(), Topic.DEFAULT_PARTITIONS, (short) 1)
                        .configs(topic.settings()))
            .toList();
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, WAIT_MS);
    try (Admin admin = Admin.create(settings)) {
      admin.createTopics(topics).all().get();
    } catch (ExecutionException e) {
      throw new IOException("the topics cannot be made", e);
    }
  }

  /** Writes the first {@code events} of a school, as fast as the broker takes them. */
  public static void fill(String kafka, Workload school, long startAt) {
    try (KafkaProducer<byte[], byte[]> producer = producer(kafka, 20)) {
      for (long number = 0; number < school.events(); number++) {
        long at = startAt + Workload.millisAfterStart(number);
        producer.send(
            new ProducerRecord<>(
                school.topic(number).topicName(), school.key(number), school.value(number, at)));
      }
      producer.flush();
    }
  }

  static KafkaProducer<byte[], byte[]> producer(String kafka, int lingerMs) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka,
            ProducerConfig.LINGER_MS_CONFIG,
            lingerMs,
            ProducerConfig.BATCH_SIZE_CONFIG,
            128 * 1024,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            64L * 1024 * 1024,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
