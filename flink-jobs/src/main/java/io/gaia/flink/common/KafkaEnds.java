package io.gaia.flink.common;

import io.gaia.schemas.topic.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sources from and sinks to Gaia's topics. */
public record KafkaEnds(String bootstrapServers, String group) {

  /** What is fetched of a partition at once, but for one larger batch. */
  private static final int TURN_BYTES = 256 * 1024;

  private static final String LINGER_MS = "5";

  /**
   * Decodes a record at the source, so that watermarks can follow what is inside, per partition.
   */
  public interface Decoder<T> extends java.io.Serializable {
    T decode(RawRecord record);

    TypeInformation<T> type();
  }

  /**
   * Reads on where the group stopped, or from the oldest record. A restored job reads on from its
   * checkpoint instead.
   */
  public <T> KafkaSource<T> resuming(Decoder<T> decoder, List<Topic> topics) {
    return source(decoder, topics)
        // while it catches up, each partition's turn is short, so that none is far ahead of others
        .setProperty(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, String.valueOf(TURN_BYTES))
        // 5.0.0-2.2 has no other way to name the fallback
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
        .build();
  }

  /** Reads all that is there, and goes on: for compacted topics that are a table. */
  public <T> KafkaSource<T> fromStart(Decoder<T> decoder, List<Topic> topics) {
    return source(decoder, topics)
        .setProperty(
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            String.valueOf(4 * Topic.MAX_VALUE_BYTES))
        .setStartingOffsets(OffsetsInitializer.earliest())
        .build();
  }

  private <T> KafkaSourceBuilder<T> source(Decoder<T> decoder, List<Topic> topics) {
    String[] names = topics.stream().map(Topic::topicName).toArray(String[]::new);
    return KafkaSource.<T>builder()
        .setBootstrapServers(bootstrapServers)
        .setGroupId(group)
        .setClientIdPrefix(group + "-" + String.join("-", names))
        .setTopics(names)
        .setProperty("partition.discovery.interval.ms", "10000")
        .setDeserializer(new Deserialization<>(decoder));
  }

  /**
   * At-least-once: a record that is written twice has the same id and revision. Alerts go at once;
   * of all else there is much more, and a request to the broker for each would cost both sides more
   * than the record itself.
   */
  public KafkaSink<Outgoing> sink(Topic topic) {
    return KafkaSink.<Outgoing>builder()
        .setBootstrapServers(bootstrapServers)
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setProperty(
            ProducerConfig.LINGER_MS_CONFIG, topic == Topic.TEACHER_ALERTS ? "0" : LINGER_MS)
        .setProperty(ProducerConfig.CLIENT_ID_CONFIG, group + "-to-" + topic.topicName())
        .setProperty(
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(2 * Topic.MAX_VALUE_BYTES))
        .setRecordSerializer(new Serialization(topic.topicName()))
        .build();
  }

  private record Deserialization<T>(Decoder<T> decoder)
      implements KafkaRecordDeserializationSchema<T> {
    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<T> out)
        throws IOException {
      out.collect(decoder.decode(RawRecord.of(record)));
    }

    @Override
    public TypeInformation<T> getProducedType() {
      return decoder.type();
    }
  }

  private record Serialization(String topic) implements KafkaRecordSerializationSchema<Outgoing> {
    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        Outgoing outgoing, KafkaSinkContext context, Long timestamp) {
      return new ProducerRecord<>(
          topic, outgoing.key().getBytes(StandardCharsets.UTF_8), outgoing.valueOrNull());
    }
  }

  /** Takes a record as it came. */
  public static final class Undecoded implements Decoder<RawRecord> {
    private static final long serialVersionUID = 1;

    @Override
    public RawRecord decode(RawRecord record) {
      return record;
    }

    @Override
    public TypeInformation<RawRecord> type() {
      return TypeInformation.of(RawRecord.class);
    }
  }
}
