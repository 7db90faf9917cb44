package io.gaia.server.replication.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A Java enum as a Protocol Buffers enum, whose value names begin with the enum's name. */
final class EnumValue implements WireValue {
  private final EnumDescriptor descriptor;
  private final int[] numberByOrdinal;
  private final Map<Integer, Object> constantByNumber = new HashMap<>();

  EnumValue(Class<?> type, EnumDescriptor descriptor) {
    this.descriptor = descriptor;
    String prefix = Names.snake(descriptor.getName()).toUpperCase(java.util.Locale.ROOT) + "_";
    Object[] constants = type.getEnumConstants();
    numberByOrdinal = new int[constants.length];
    for (Object constant : constants) {
      String name = prefix + ((Enum<?>) constant).name();
      EnumValueDescriptor value = descriptor.findValueByName(name);
      if (value == null || value.getNumber() == 0) {
        throw new IllegalArgumentException(
            descriptor.getFullName() + " needs a value " + name + " other than 0");
      }
      numberByOrdinal[((Enum<?>) constant).ordinal()] = value.getNumber();
      constantByNumber.put(value.getNumber(), constant);
    }
  }

  @Override
  public int wireType() {
    return WireFormat.WIRETYPE_VARINT;
  }

  @Override
  public void write(CodedOutputStream out, Object value) throws IOException {
    out.writeEnumNoTag(numberByOrdinal[((Enum<?>) value).ordinal()]);
  }

  @Override
  public Object read(CodedInputStream in) throws IOException {
    int number = in.readEnum();
    Object constant = constantByNumber.get(number);
    if (constant == null) {
      throw new IllegalArgumentException(descriptor.getFullName() + " has no value " + number);
    }
    return constant;
  }

  @Override
  public boolean isDefault(Object value) {
    return false;
  }

  @Override
  public Object defaultValue(String fieldName) {
    throw new IllegalArgumentException(fieldName + " is missing");
  }
}
