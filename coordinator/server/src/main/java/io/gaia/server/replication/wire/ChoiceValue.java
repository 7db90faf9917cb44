package io.gaia.server.replication.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A sealed interface as a message with one {@code oneof}. */
final class ChoiceValue extends MessageValue {
  private record Case(int number, MessageValue value) {}

  private final String name;
  private final Map<Class<?>, Case> byType = new HashMap<>();
  private final Map<Integer, Case> byNumber = new HashMap<>();

  ChoiceValue(String name) {
    this.name = name;
  }

  void add(Class<?> type, int number, MessageValue value) {
    Case added = new Case(number, value);
    byType.put(type, added);
    byNumber.put(number, added);
  }

  @Override
  void writeFields(CodedOutputStream out, Object value) throws IOException {
    Case chosen = byType.get(value.getClass());
    out.writeTag(chosen.number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    chosen.value.write(out, value);
  }

  @Override
  Object readFields(CodedInputStream in) throws IOException {
    Object value = null;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      Case chosen = byNumber.get(WireFormat.getTagFieldNumber(tag));
      if (chosen == null) {
        throw unknownField(tag, name);
      }
      requireWireType(tag, chosen.value, name);
      value = chosen.value.read(in);
    }
    if (value == null) {
      throw new IllegalArgumentException(name + " has no case set");
    }
    return value;
  }
}
