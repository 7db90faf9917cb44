package io.gaia.server.kafka;

import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import java.util.Map;

/** A record on its way to Kafka. */
public record Outgoing(Topic topic, String key, byte[] value, Map<String, String> headers) {

  public Outgoing {
    headers = Map.copyOf(headers);
  }

  public Outgoing(Topic topic, String key, byte[] value) {
    this(topic, key, value, Map.of());
  }

  /** A record with an event as its JSON value. */
  public static Outgoing of(Topic topic, String key, Object event) {
    return new Outgoing(topic, key, EventCodec.toBytes(event));
  }

  public Outgoing withHeader(String name, String text) {
    return new Outgoing(topic, key, value, Map.of(name, text));
  }
}
