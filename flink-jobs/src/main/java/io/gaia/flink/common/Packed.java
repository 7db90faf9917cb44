package io.gaia.flink.common;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Numbers in as few bytes as they need, and lists, for {@link StateForm}s. */
public final class Packed {
  private static final int SEVEN_BITS = 0x7f;
  private static final int MORE = 0x80;

  private Packed() {}

  /** Small ones, of either sign, take one byte. */
  public static void write(long value, DataOutputView target) throws IOException {
    long left = (value << 1) ^ (value >> 63);
    while ((left & ~SEVEN_BITS) != 0) {
      target.writeByte((int) (left & SEVEN_BITS) | MORE);
      left >>>= 7;
    }
    target.writeByte((int) left);
  }

  public static long read(DataInputView source) throws IOException {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = source.readByte();
      value |= (long) (next & SEVEN_BITS) << shift;
      shift += 7;
    } while (next < 0);
    return (value >>> 1) ^ -(value & 1);
  }

  public static int readInt(DataInputView source) throws IOException {
    return (int) read(source);
  }

  public static void write(String value, DataOutputView target) throws IOException {
    StringValue.writeString(value, target);
  }

  public static String readText(DataInputView source) throws IOException {
    return StringValue.readString(source);
  }

  /** By its place, so kinds of what lies in state are only ever added at the end. */
  public static void write(Enum<?> value, DataOutputView target) throws IOException {
    target.writeByte(value.ordinal());
  }

  /** Writes one. */
  @FunctionalInterface
  public interface Writer<T> {
    void write(T value, DataOutputView target) throws IOException;
  }

  /** Reads one. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(DataInputView source) throws IOException;
  }

  public static <T> void write(List<T> values, Writer<T> each, DataOutputView target)
      throws IOException {
    write(values.size(), target);
    for (T value : values) {
      each.write(value, target);
    }
  }

  /** A list that can grow. */
  public static <T> List<T> readList(Reader<T> each, DataInputView source) throws IOException {
    int size = readInt(source);
    List<T> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(each.read(source));
    }
    return values;
  }

  /** Numbers of which many are 0, such as counters. */
  public static void writeSparse(short[] values, DataOutputView target) throws IOException {
    int filled = 0;
    for (short value : values) {
      filled += value == 0 ? 0 : 1;
    }
    write(values.length, target);
    write(filled, target);
    int before = 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0) {
        write(i - before, target);
        write(values[i], target);
        before = i;
      }
    }
  }

  public static short[] readSparse(DataInputView source) throws IOException {
    short[] values = new short[readInt(source)];
    int filled = readInt(source);
    int at = 0;
    for (int i = 0; i < filled; i++) {
      at += readInt(source);
      values[at] = (short) read(source);
    }
    return values;
  }

  public static void write(int[] values, DataOutputView target) throws IOException {
    write(values.length, target);
    for (int value : values) {
      write(value, target);
    }
  }

  public static int[] readInts(DataInputView source) throws IOException {
    int[] values = new int[readInt(source)];
    for (int i = 0; i < values.length; i++) {
      values[i] = readInt(source);
    }
    return values;
  }
}
