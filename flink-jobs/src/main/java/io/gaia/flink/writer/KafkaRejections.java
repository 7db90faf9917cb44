package io.gaia.flink.writer;

import io.gaia.flink.common.Rejection;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Reports to the topic rejected-events. */
final class KafkaRejections implements Rejections {

  /** Connects when the first record is refused: mostly none ever is. */
  private final String bootstrapServers;

  private final List<Future<RecordMetadata>> underWay = new ArrayList<>();
  private Optional<Producer<byte[], byte[]>> producer = Optional.empty();

  private KafkaRejections(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  static Opener opener(String bootstrapServers) {
    return () -> new KafkaRejections(bootstrapServers);
  }

  @Override
  public void report(Refused refused) {
    byte[] value =
        EventCodec.toBytes(Rejection.of(refused.origin(), refused.reason(), Optional.empty()));
    underWay.add(
        producer().send(new ProducerRecord<>(Topic.REJECTED_EVENTS.topicName(), null, value)));
  }

  @Override
  public void flush() throws IOException, InterruptedException {
    for (Future<RecordMetadata> sent : underWay) {
      try {
        sent.get();
      } catch (ExecutionException e) {
        throw new IOException("cannot report a refused record: " + e.getCause().getMessage(), e);
      }
    }
    underWay.clear();
  }

  @Override
  public void close() {
    producer.ifPresent(open -> open.close(Duration.ZERO));
  }

  private Producer<byte[], byte[]> producer() {
    if (producer.isEmpty()) {
      producer =
          Optional.of(
              new KafkaProducer<>(
                  Map.of(
                      "bootstrap.servers",
                      bootstrapServers,
                      "client.id",
                      "gaia-writer-rejections",
                      "acks",
                      "all",
                      "max.request.size",
                      2 * Topic.MAX_VALUE_BYTES),
                  new ByteArraySerializer(),
                  new ByteArraySerializer()));
    }
    return producer.get();
  }
}
