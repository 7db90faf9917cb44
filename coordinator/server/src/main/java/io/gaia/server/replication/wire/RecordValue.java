package io.gaia.server.replication.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.lang.invoke.MethodHandle;

/** One record as one message. */
final class RecordValue extends MessageValue {
  private final String name;
  // filled after construction, because messages may contain each other
  private FieldMapping[] fields = {};
  private FieldMapping[] fieldByNumber = {};
  private MethodHandle constructor;

  RecordValue(String name) {
    this.name = name;
  }

  /**
   * @param constructor takes one array with a value for each field, in this order
   */
  void complete(FieldMapping[] mappings, MethodHandle constructor) {
    this.fields = mappings.clone();
    this.constructor = constructor;
    int largest = 0;
    for (FieldMapping field : mappings) {
      largest = Math.max(largest, field.number());
    }
    fieldByNumber = new FieldMapping[largest + 1];
    for (FieldMapping field : mappings) {
      fieldByNumber[field.number()] = field;
    }
  }

  @Override
  void writeFields(CodedOutputStream out, Object record) throws IOException {
    for (FieldMapping field : fields) {
      try {
        field.write(out, record);
      } catch (RecordCodec.UnwritableField e) {
        throw e;
      } catch (IllegalArgumentException e) {
        throw new RecordCodec.UnwritableField(field.name(), e.getMessage());
      }
    }
  }

  @Override
  Object readFields(CodedInputStream in) throws IOException {
    Object[] values = new Object[fields.length];
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int number = WireFormat.getTagFieldNumber(tag);
      if (number >= fieldByNumber.length || fieldByNumber[number] == null) {
        throw unknownField(tag, name);
      }
      fieldByNumber[number].read(in, tag, values);
    }
    for (FieldMapping field : fields) {
      field.finish(values);
    }
    return construct(values);
  }

  private Object construct(Object[] values) {
    try {
      return constructor.invokeExact(values);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a record's constructor threw a checked exception", e);
    }
  }
}
