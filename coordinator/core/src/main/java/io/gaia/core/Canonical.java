package io.gaia.core;

import io.gaia.core.model.Hash16;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Records as bytes, for comparing: every component of every record in the order of declaration, so
 * that a new field cannot be forgotten. Equal values give equal bytes on every JVM. Not a storage
 * format.
 */
final class Canonical {
  private static final int ABSENT = 0;
  private static final int PRESENT = 1;

  private static final ClassValue<RecordComponent[]> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
          RecordComponent[] components = type.getRecordComponents();
          for (RecordComponent component : components) {
            component.getAccessor().setAccessible(true);
          }
          return components;
        }
      };

  private final DataOutputStream out;

  private Canonical(OutputStream out) {
    this.out = new DataOutputStream(out);
  }

  static byte[] bytes(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(value, bytes);
    return bytes.toByteArray();
  }

  static Hash16 hash(Object value) {
    return Hash16.of(bytes(value));
  }

  /** SHA-256 of the bytes, as 64 hexadecimal digits. */
  static String digest(Object value) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      write(
          value,
          new BufferedOutputStream(
              new DigestOutputStream(OutputStream.nullOutputStream(), digest)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private static void write(Object value, OutputStream out) {
    try {
      Canonical canonical = new Canonical(out);
      canonical.value(value);
      canonical.out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  private void value(Object value) throws IOException {
    if (value instanceof Long number) {
      out.writeLong(number);
    } else if (value instanceof Integer number) {
      out.writeInt(number);
    } else if (value instanceof Boolean truth) {
      out.writeBoolean(truth);
    } else if (value instanceof String text) {
      text(text);
    } else if (value instanceof Enum<?> constant) {
      text(constant.name());
    } else if (value instanceof Optional<?> optional) {
      optional(optional.isPresent(), optional.isPresent() ? optional.get() : ABSENT);
    } else if (value instanceof OptionalLong optional) {
      optional(optional.isPresent(), optional.orElse(ABSENT));
    } else if (value instanceof OptionalInt optional) {
      optional(optional.isPresent(), optional.orElse(ABSENT));
    } else if (value instanceof Record record) {
      record(record);
    } else if (value instanceof Iterable<?> many) {
      many(many);
    } else {
      throw new IllegalArgumentException("no canonical bytes for " + value.getClass());
    }
  }

  private void text(String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private void optional(boolean present, Object value) throws IOException {
    out.writeByte(present ? PRESENT : ABSENT);
    if (present) {
      value(value);
    }
  }

  private void many(Iterable<?> many) throws IOException {
    for (Object one : many) {
      out.writeByte(PRESENT);
      value(one);
    }
    out.writeByte(ABSENT);
  }

  private void record(Record record) throws IOException {
    text(record.getClass().getSimpleName());
    for (RecordComponent component : COMPONENTS.get(record.getClass())) {
      try {
        value(component.getAccessor().invoke(record));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new LinkageError("a record's accessor only returns its component", e);
      }
    }
  }
}
