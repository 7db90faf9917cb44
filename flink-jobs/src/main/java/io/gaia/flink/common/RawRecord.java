package io.gaia.flink.common;

import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A Kafka record as it came, with where it came from. Key and value are empty arrays when the
 * record has none, so a tombstone is an empty value.
 *
 * @param timestamp when the broker or the producer stamped it, in epoch milliseconds
 */
public record RawRecord(
    String topic, int partition, long offset, long timestamp, byte[] key, byte[] value) {

  private static final byte[] NOTHING = {};

  static RawRecord of(ConsumerRecord<byte[], byte[]> record) {
    return new RawRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.key() == null ? NOTHING : record.key(),
        record.value() == null ? NOTHING : record.value());
  }

  public boolean isTombstone() {
    return value.length == 0;
  }

  /** Where it came from, such as {@code usability-metrics-3@1042}; unique in a cluster. */
  public String position() {
    return topic + "-" + partition + "@" + offset;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawRecord that
        && topic.equals(that.topic)
        && partition == that.partition
        && offset == that.offset
        && timestamp == that.timestamp
        && Arrays.equals(key, that.key)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return position().hashCode();
  }

  @Override
  public String toString() {
    return position() + " (" + value.length + " bytes)";
  }
}
