package io.gaia.server.replication.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** One component of a record and the field that carries it. */
abstract class FieldMapping {
  private final String name;
  private final int number;
  private final int slot;
  private final MethodHandle accessor;

  /** Where a component stands, and what it is called. */
  record Place(String name, int number, int slot, MethodHandle accessor) {}

  private FieldMapping(Place place) {
    this.name = place.name;
    this.number = place.number;
    this.slot = place.slot;
    this.accessor = place.accessor;
  }

  /** Without the message it belongs to. */
  final String name() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  final int number() {
    return number;
  }

  abstract void write(CodedOutputStream out, Object record) throws IOException;

  /** Reads one occurrence into its slot. */
  abstract void read(CodedInputStream in, int tag, Object[] values) throws IOException;

  /** Called when the message has been read: turns the slot into the component's value. */
  abstract void finish(Object[] values);

  final Object component(Object record) {
    try {
      Object value = accessor.invokeExact(record);
      if (value == null) {
        throw new IllegalArgumentException(name + " is null");
      }
      return value;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("an accessor threw a checked exception", e);
    }
  }

  /** A value that is always there. */
  static FieldMapping single(Place place, WireValue value) {
    return new FieldMapping(place) {
      @Override
      void write(CodedOutputStream out, Object record) throws IOException {
        Object component = component(record);
        if (!value.isDefault(component)) {
          out.writeTag(place.number, value.wireType());
          value.write(out, component);
        }
      }

      @Override
      void read(CodedInputStream in, int tag, Object[] values) throws IOException {
        MessageValue.requireWireType(tag, value, place.name);
        values[place.slot] = value.read(in);
      }

      @Override
      void finish(Object[] values) {
        if (values[place.slot] == null) {
          values[place.slot] = value.defaultValue(place.name);
        }
      }
    };
  }

  static FieldMapping optional(Place place, WireValue value) {
    return new FieldMapping(place) {
      @Override
      void write(CodedOutputStream out, Object record) throws IOException {
        Optional<?> component = (Optional<?>) component(record);
        if (component.isPresent()) {
          out.writeTag(place.number, value.wireType());
          value.write(out, component.get());
        }
      }

      @Override
      void read(CodedInputStream in, int tag, Object[] values) throws IOException {
        MessageValue.requireWireType(tag, value, place.name);
        values[place.slot] = Optional.of(value.read(in));
      }

      @Override
      void finish(Object[] values) {
        if (values[place.slot] == null) {
          values[place.slot] = Optional.empty();
        }
      }
    };
  }

  /** An {@code OptionalLong}, or else an {@code OptionalInt}. */
  static FieldMapping optionalNumber(Place place, boolean isLong) {
    return new FieldMapping(place) {
      @Override
      void write(CodedOutputStream out, Object record) throws IOException {
        Object component = component(record);
        if (isLong && ((OptionalLong) component).isPresent()) {
          out.writeInt64(place.number, ((OptionalLong) component).getAsLong());
        } else if (!isLong && ((OptionalInt) component).isPresent()) {
          out.writeInt32(place.number, ((OptionalInt) component).getAsInt());
        }
      }

      @Override
      void read(CodedInputStream in, int tag, Object[] values) throws IOException {
        MessageValue.requireWireType(tag, ScalarValue.LONG, place.name);
        values[place.slot] =
            isLong ? OptionalLong.of(in.readInt64()) : OptionalInt.of(in.readInt32());
      }

      @Override
      void finish(Object[] values) {
        if (values[place.slot] == null) {
          values[place.slot] = isLong ? OptionalLong.empty() : OptionalInt.empty();
        }
      }
    };
  }

  /**
   * @param collect makes the component's own kind of collection
   */
  static FieldMapping repeated(
      Place place, WireValue value, Function<List<Object>, Collection<Object>> collect) {
    return new FieldMapping(place) {
      @Override
      void write(CodedOutputStream out, Object record) throws IOException {
        for (Object element : (Iterable<?>) component(record)) {
          out.writeTag(place.number, value.wireType());
          value.write(out, element);
        }
      }

      @Override
      @SuppressWarnings("unchecked") // the slot holds what this method put there
      void read(CodedInputStream in, int tag, Object[] values) throws IOException {
        MessageValue.requireWireType(tag, value, place.name);
        if (values[place.slot] == null) {
          values[place.slot] = new ArrayList<>();
        }
        ((List<Object>) values[place.slot]).add(value.read(in));
      }

      @Override
      @SuppressWarnings("unchecked") // as above
      void finish(Object[] values) {
        List<Object> read = (List<Object>) values[place.slot];
        values[place.slot] = collect.apply(read == null ? List.of() : read);
      }
    };
  }

  /**
   * @param collect makes the component's own kind of map; entries come in the order written
   */
  static FieldMapping map(
      Place place,
      WireValue key,
      WireValue value,
      Function<Map<Object, Object>, Map<Object, Object>> collect) {
    return new FieldMapping(place) {
      @Override
      void write(CodedOutputStream out, Object record) throws IOException {
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) component(record)).entrySet()) {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
          CodedOutputStream nested = CodedOutputStream.newInstance(bytes, 64);
          nested.writeTag(1, key.wireType());
          key.write(nested, entry.getKey());
          nested.writeTag(2, value.wireType());
          value.write(nested, entry.getValue());
          nested.flush();
          out.writeTag(place.number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
          out.writeUInt32NoTag(bytes.size());
          out.writeRawBytes(bytes.toByteArray());
        }
      }

      @Override
      @SuppressWarnings("unchecked") // the slot holds what this method put there
      void read(CodedInputStream in, int tag, Object[] values) throws IOException {
        if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
          throw new IllegalArgumentException(place.name + " has another wire type");
        }
        if (values[place.slot] == null) {
          values[place.slot] = new LinkedHashMap<>();
        }
        int outerLimit = in.pushLimit(in.readRawVarint32());
        readEntry(in, (Map<Object, Object>) values[place.slot]);
        in.popLimit(outerLimit);
      }

      private void readEntry(CodedInputStream in, Map<Object, Object> entries) throws IOException {
        Object readKey = null;
        Object readValue = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
          if (WireFormat.getTagFieldNumber(tag) == 1) {
            MessageValue.requireWireType(tag, key, place.name);
            readKey = key.read(in);
          } else {
            MessageValue.requireWireType(tag, value, place.name);
            readValue = value.read(in);
          }
        }
        entries.put(
            readKey == null ? key.defaultValue(place.name) : readKey,
            readValue == null ? value.defaultValue(place.name) : readValue);
      }

      @Override
      @SuppressWarnings("unchecked") // as above
      void finish(Object[] values) {
        Map<Object, Object> read = (Map<Object, Object>) values[place.slot];
        values[place.slot] = collect.apply(read == null ? Map.of() : read);
      }
    };
  }
}
