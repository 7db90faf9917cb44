package io.gaia.server.replication.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Writes a record as the Protocol Buffers message that describes it, and reads it back. Components
 * and fields are joined by name ({@code enqueuedAt} and {@code enqueued_at}); a sealed interface is
 * a message with one {@code oneof}, its cases named after the records it permits. The mapping is
 * worked out once, when the codec is made, and refuses a record and a message that differ. Thread
 * safe.
 *
 * <p>Strict on purpose: a field this version does not know is malformed, because a replica that
 * skips what others apply would silently differ from them.
 */
public final class RecordCodec<T> {
  private final Class<T> type;
  private final MessageValue value;

  private RecordCodec(Class<T> type, MessageValue value) {
    this.type = type;
    this.value = value;
  }

  /**
   * @throws IllegalArgumentException when the type and the message do not have the same shape
   */
  public static <T> RecordCodec<T> of(Class<T> type, Descriptor message) {
    return new RecordCodec<>(type, new Mappings().message(type, message));
  }

  /**
   * @throws UnwritableField when the record holds a value that the message cannot carry
   */
  public byte[] encode(T record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try {
      writeTo(bytes, record);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /** Writes field by field, so that the whole need not fit into memory twice. */
  public void writeTo(OutputStream stream, T record) throws IOException {
    CodedOutputStream out = CodedOutputStream.newInstance(stream);
    value.writeFields(out, record);
    out.flush();
  }

  /**
   * @throws MalformedRecord when the bytes are not such a message
   */
  public T decode(byte[] bytes) {
    try {
      return read(CodedInputStream.newInstance(bytes));
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /**
   * Reads up to the end of the stream.
   *
   * @throws MalformedRecord when the bytes are not such a message
   * @throws IOException when they cannot be read
   */
  public T readFrom(InputStream stream) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(stream);
    in.setSizeLimit(Integer.MAX_VALUE);
    try {
      return read(in);
    } catch (InvalidProtocolBufferException e) {
      throw malformed(e);
    }
  }

  private T read(CodedInputStream in) throws IOException {
    try {
      return type.cast(value.readFields(in));
    } catch (IllegalArgumentException | NullPointerException e) {
      throw malformed(e);
    }
  }

  private MalformedRecord malformed(Exception cause) {
    return new MalformedRecord("not a " + type.getSimpleName() + ": " + cause.getMessage(), cause);
  }

  /** A value that the message cannot carry, such as half a character. */
  public static final class UnwritableField extends IllegalArgumentException {
    private final String field;

    UnwritableField(String field, String reason) {
      super(field + " " + reason);
      this.field = field;
    }

    public String field() {
      return field;
    }
  }

  /** The bytes are not what they should be. */
  public static final class MalformedRecord extends RuntimeException {
    MalformedRecord(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
