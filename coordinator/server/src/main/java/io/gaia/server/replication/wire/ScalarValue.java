package io.gaia.server.replication.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Strings, numbers, truth and bytes. */
enum ScalarValue implements WireValue {
  STRING(FieldDescriptor.Type.STRING, WireFormat.WIRETYPE_LENGTH_DELIMITED, "", String.class) {
    @Override
    public void write(CodedOutputStream out, Object value) throws IOException {
      out.writeStringNoTag(Texts.checked((String) value));
    }

    @Override
    public Object read(CodedInputStream in) throws IOException {
      return in.readStringRequireUtf8();
    }
  },
  LONG(FieldDescriptor.Type.INT64, WireFormat.WIRETYPE_VARINT, 0L, long.class, Long.class) {
    @Override
    public void write(CodedOutputStream out, Object value) throws IOException {
      out.writeInt64NoTag((Long) value);
    }

    @Override
    public Object read(CodedInputStream in) throws IOException {
      return in.readInt64();
    }
  },
  FIXED_LONG(
      FieldDescriptor.Type.SFIXED64, WireFormat.WIRETYPE_FIXED64, 0L, long.class, Long.class) {
    @Override
    public void write(CodedOutputStream out, Object value) throws IOException {
      out.writeSFixed64NoTag((Long) value);
    }

    @Override
    public Object read(CodedInputStream in) throws IOException {
      return in.readSFixed64();
    }
  },
  INT(FieldDescriptor.Type.INT32, WireFormat.WIRETYPE_VARINT, 0, int.class, Integer.class) {
    @Override
    public void write(CodedOutputStream out, Object value) throws IOException {
      out.writeInt32NoTag((Integer) value);
    }

    @Override
    public Object read(CodedInputStream in) throws IOException {
      return in.readInt32();
    }
  },
  BOOLEAN(
      FieldDescriptor.Type.BOOL, WireFormat.WIRETYPE_VARINT, false, boolean.class, Boolean.class) {
    @Override
    public void write(CodedOutputStream out, Object value) throws IOException {
      out.writeBoolNoTag((Boolean) value);
    }

    @Override
    public Object read(CodedInputStream in) throws IOException {
      return in.readBool();
    }
  },
  DOUBLE(
      FieldDescriptor.Type.DOUBLE, WireFormat.WIRETYPE_FIXED64, 0.0, double.class, Double.class) {
    @Override
    public void write(CodedOutputStream out, Object value) throws IOException {
      out.writeDoubleNoTag((Double) value);
    }

    @Override
    public Object read(CodedInputStream in) throws IOException {
      return in.readDouble();
    }
  },
  BYTES(
      FieldDescriptor.Type.BYTES, WireFormat.WIRETYPE_LENGTH_DELIMITED, new byte[0], byte[].class) {
    @Override
    public void write(CodedOutputStream out, Object value) throws IOException {
      out.writeByteArrayNoTag((byte[]) value);
    }

    @Override
    public Object read(CodedInputStream in) throws IOException {
      return in.readByteArray();
    }

    @Override
    public boolean isDefault(Object value) {
      return ((byte[]) value).length == 0;
    }
  };

  private final FieldDescriptor.Type protoType;
  private final int wireType;
  private final Object defaultValue;
  private final Class<?>[] javaTypes;

  ScalarValue(
      FieldDescriptor.Type protoType, int wireType, Object defaultValue, Class<?>... javaTypes) {
    this.protoType = protoType;
    this.wireType = wireType;
    this.defaultValue = defaultValue;
    this.javaTypes = javaTypes;
  }

  static Optional<ScalarValue> of(Class<?> javaType, FieldDescriptor field) {
    return Arrays.stream(values())
        .filter(scalar -> Arrays.asList(scalar.javaTypes).contains(javaType))
        .filter(scalar -> scalar.protoType == field.getType())
        .findFirst();
  }

  @Override
  public int wireType() {
    return wireType;
  }

  @Override
  public boolean isDefault(Object value) {
    return defaultValue.equals(value);
  }

  @Override
  public Object defaultValue(String fieldName) {
    return defaultValue;
  }
}
