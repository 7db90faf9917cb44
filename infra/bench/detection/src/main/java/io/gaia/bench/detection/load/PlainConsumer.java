package io.gaia.bench.detection.load;

import io.gaia.bench.engine.EngineRequest;
import io.gaia.bench.engine.Stretch;
import io.gaia.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Consumers that read and do nothing, a thread each: what Kafka gives. */
public final class PlainConsumer {
  private static final Duration WAIT = Duration.ofMillis(100);

  private PlainConsumer() {}

  public static void main(String[] args) throws Exception {
    EngineRequest request = EngineRequest.read(args);
    LongAdder taken = new LongAdder();
    for (int thread = 0; thread < request.parallelism(); thread++) {
      List<TopicPartition> mine = partitions(thread, request.parallelism());
      Thread reader = new Thread(() -> read(request.kafka(), mine, taken), "reader-" + thread);
      reader.setDaemon(true);
      reader.start();
    }
    new Stretch(request, taken).measure().print(System.out);
  }

  private static List<TopicPartition> partitions(int thread, int threads) {
    return IntStream.range(0, Topic.DEFAULT_PARTITIONS)
        .filter(partition -> partition % threads == thread)
        .boxed()
        .flatMap(
            partition ->
                Workload.TOPICS.stream()
                    .map(topic -> new TopicPartition(topic.topicName(), partition)))
        .toList();
  }

  private static void read(String kafka, List<TopicPartition> partitions, LongAdder taken) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!Thread.currentThread().isInterrupted()) {
        taken.add(consumer.poll(WAIT).count());
      }
    }
  }
}
