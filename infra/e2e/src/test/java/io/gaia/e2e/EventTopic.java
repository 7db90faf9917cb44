package io.gaia.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka as an app team uses it: plain producer, plain consumer. */
final class EventTopic {

  private EventTopic() {}

  /** A producer that waits out a broker's restart and sends nothing twice. */
  static KafkaProducer<String, String> producer(String kafka) {
    Properties settings = new Properties();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, "0");
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "180000");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "180000");
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  static void send(KafkaProducer<String, String> producer, Metric metric) {
    var unused =
        producer.send(new ProducerRecord<>("usability-metrics", metric.studentId(), metric.json()));
  }

  /** Everything that stands in a topic now, in partition order. */
  static List<ConsumerRecord<String, String>> readAll(String kafka, String topic) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            kafka,
            "enable.auto.commit",
            "false",
            "isolation.level",
            "read_committed");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<String, String>> records = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }
}
