package io.gaia.server.kafka;

import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record on its way to Kafka.
 *
 * @param value absent: the key is erased
 */
public record Outgoing(
    Topic topic, String key, Optional<byte[]> value, Map<String, String> headers) {

  public Outgoing {
    headers = Map.copyOf(headers);
  }

  public Outgoing(Topic topic, String key, byte[] value) {
    this(topic, key, Optional.of(value), Map.of());
  }

  /** A record with an event as its JSON value. */
  public static Outgoing of(Topic topic, String key, Object event) {
    return new Outgoing(topic, key, EventCodec.toBytes(event));
  }

  /** Erases the key from a compacted topic. */
  public static Outgoing tombstone(Topic topic, String key) {
    return new Outgoing(topic, key, Optional.empty(), Map.of());
  }

  ProducerRecord<String, byte[]> toRecord() {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic.topicName(), key, value.orElse(null));
    headers.forEach(
        (name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    return record;
  }

  public Outgoing withHeader(String name, String text) {
    return new Outgoing(topic, key, value, Map.of(name, text));
  }
}
