package io.gaia.server.replication.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;

/** How one value is written behind its tag. */
interface WireValue {
  /** One of the constants of {@code WireFormat}. */
  int wireType();

  void write(CodedOutputStream out, Object value) throws IOException;

  Object read(CodedInputStream in) throws IOException;

  /** True for what Protocol Buffers leaves out of the message, such as 0 and "". */
  boolean isDefault(Object value);

  /** What an absent field means; an exception when the value must be there. */
  Object defaultValue(String fieldName);
}
