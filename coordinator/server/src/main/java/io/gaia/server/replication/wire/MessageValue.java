package io.gaia.server.replication.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** A value that is a message of its own: written with its length in front. */
abstract class MessageValue implements WireValue {

  abstract void writeFields(CodedOutputStream out, Object value) throws IOException;

  /** Reads fields up to the end of the input or of the pushed limit. */
  abstract Object readFields(CodedInputStream in) throws IOException;

  @Override
  public final int wireType() {
    return WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  @Override
  public final void write(CodedOutputStream out, Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    CodedOutputStream nested = CodedOutputStream.newInstance(bytes, 128);
    writeFields(nested, value);
    nested.flush();
    out.writeUInt32NoTag(bytes.size());
    out.writeRawBytes(bytes.toByteArray());
  }

  @Override
  public final Object read(CodedInputStream in) throws IOException {
    int outerLimit = in.pushLimit(in.readRawVarint32());
    Object value = readFields(in);
    in.popLimit(outerLimit);
    return value;
  }

  @Override
  public final boolean isDefault(Object value) {
    return false;
  }

  @Override
  public Object defaultValue(String fieldName) {
    throw new IllegalArgumentException(fieldName + " is missing");
  }

  static void requireWireType(int tag, WireValue expected, String fieldName) {
    if (WireFormat.getTagWireType(tag) != expected.wireType()) {
      throw new IllegalArgumentException(fieldName + " has another wire type");
    }
  }

  static IllegalArgumentException unknownField(int tag, String message) {
    return new IllegalArgumentException(
        message + " has no field " + WireFormat.getTagFieldNumber(tag));
  }
}
