package io.gaia.server.kafka;

import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;

/** A record on its way to Kafka. */
public record Outgoing(Topic topic, String key, byte[] value) {

  /** A record with an event as its JSON value. */
  public static Outgoing of(Topic topic, String key, Object event) {
    return new Outgoing(topic, key, EventCodec.toBytes(event));
  }
}
