package io.gaia.flink.common;

import io.gaia.schemas.json.EventCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A record on its way to Kafka, encoded where it was decided. An empty value is a tombstone. */
public record Outgoing(String key, byte[] value) {

  public static Outgoing of(String key, Object event) {
    return new Outgoing(key, EventCodec.toBytes(event));
  }

  public static Outgoing tombstone(String key) {
    return new Outgoing(key, new byte[0]);
  }

  byte[] valueOrNull() {
    return value.length == 0 ? null : value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Outgoing that
        && key.equals(that.key)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * key.hashCode() + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return key + "=" + new String(value, StandardCharsets.UTF_8);
  }
}
