package io.gaia.bench.detection.streams;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Timers of keys, in order of their time: Kafka Streams has none of its own. */
final class Timers {
  private static final byte[] SET = {1};

  private final KeyValueStore<Bytes, byte[]> store;

  Timers(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /** A timer that is due. */
  record Due(long time, String key) {}

  void set(long time, String key) {
    store.put(at(time, key), SET);
  }

  void delete(long time, String key) {
    store.delete(at(time, key));
  }

  /** Takes out those that are due. */
  List<Due> takeUpTo(long time) {
    List<Due> due = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> entries = store.range(at(0, ""), at(time + 1, ""))) {
      while (entries.hasNext()) {
        KeyValue<Bytes, byte[]> entry = entries.next();
        ByteBuffer bytes = ByteBuffer.wrap(entry.key.get());
        long at = bytes.getLong();
        due.add(new Due(at, StandardCharsets.UTF_8.decode(bytes).toString()));
      }
    }
    due.removeIf(timer -> timer.time() > time);
    due.forEach(timer -> delete(timer.time(), timer.key()));
    return due;
  }

  private static Bytes at(long time, String key) {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(
        ByteBuffer.allocate(Long.BYTES + name.length).putLong(time).put(name).array());
  }
}
