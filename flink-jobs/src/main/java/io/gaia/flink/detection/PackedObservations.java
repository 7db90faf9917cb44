package io.gaia.flink.detection;

import io.gaia.flink.detection.model.Observation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Observations that wait, as the bytes that state holds of them, each behind its length. They wait
 * a minute, ten thousand students have half a million of them, and as objects they were most of
 * what a garbage collection copied and a checkpoint wrote. Never changes.
 */
final class PackedObservations extends AbstractList<Observation> {
  private static final int LENGTH_BYTES = Integer.BYTES;

  /** The form's version may be another. */
  private static final int ID_BEGIN = LENGTH_BYTES + 1;

  private static final int USUAL_BYTES = 192;

  /** Two objects' heads, and what maps need to keep them by name and to know that they changed. */
  private static final int OVERHEAD_BYTES = 300;

  private final int size;
  private final byte[] bytes;

  PackedObservations(int size, byte[] bytes) {
    this.size = size;
    this.bytes = bytes;
  }

  /**
   * One of them.
   *
   * @param idEnd where the event's id ends, with which it begins
   */
  record Entry(byte[] bytes, int idEnd) {
    static Entry of(Observation event) throws IOException {
      DataOutputSerializer target = new DataOutputSerializer(USUAL_BYTES);
      target.skipBytesToWrite(LENGTH_BYTES);
      int idEnd = ObservationForm.INSTANCE.serializeNotingId(event, target);
      target.writeIntUnsafe(target.length() - LENGTH_BYTES, 0);
      return new Entry(target.getCopyOfBuffer(), idEnd);
    }
  }

  static PackedObservations of(Entry entry) {
    return new PackedObservations(1, entry.bytes());
  }

  /** The same ones; what older savepoints hold is not packed. */
  static PackedObservations of(List<Observation> events) throws IOException {
    if (events instanceof PackedObservations packed) {
      return packed;
    }
    PackedObservations packed = new PackedObservations(0, new byte[0]);
    for (Observation event : events) {
      packed = packed.with(Entry.of(event));
    }
    return packed;
  }

  /** What they take in memory, about. Those that are not packed are gone with the next write. */
  static long bytesOf(List<Observation> events) {
    return OVERHEAD_BYTES
        + (events instanceof PackedObservations packed ? packed.bytes.length : USUAL_BYTES);
  }

  /** Whether an event of that id is there. */
  boolean has(Entry entry) {
    for (int at = 0; at < bytes.length; at = next(at)) {
      int end = at + entry.idEnd();
      if (end <= bytes.length
          && Arrays.equals(bytes, at + ID_BEGIN, end, entry.bytes(), ID_BEGIN, entry.idEnd())) {
        return true;
      }
    }
    return false;
  }

  /** These and that one. */
  PackedObservations with(Entry entry) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + entry.bytes().length);
    System.arraycopy(entry.bytes(), 0, longer, bytes.length, entry.bytes().length);
    return new PackedObservations(size + 1, longer);
  }

  List<Observation> unpacked() {
    List<Observation> events = new ArrayList<>(size);
    for (int at = 0; at < bytes.length; at = next(at)) {
      events.add(at(at));
    }
    return events;
  }

  @Override
  public Observation get(int index) {
    return unpacked().get(index);
  }

  @Override
  public int size() {
    return size;
  }

  byte[] bytes() {
    return bytes;
  }

  private int next(int at) {
    return at + LENGTH_BYTES + length(at);
  }

  private int length(int at) {
    return ByteBuffer.wrap(bytes, at, LENGTH_BYTES).getInt();
  }

  private Observation at(int at) {
    try {
      return ObservationForm.INSTANCE.deserialize(
          new DataInputDeserializer(bytes, at + LENGTH_BYTES, length(at)));
    } catch (IOException e) {
      throw new UncheckedIOException("observations in state cannot be read", e);
    }
  }
}
