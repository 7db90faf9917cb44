package io.gaia.server.eventlog;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of a stored event: length of the rest and its CRC-32C (4 bytes each), position (8),
 * key, number of channels (1), channels, JSON. Texts are UTF-8 after their length (2).
 */
final class EventRecord {
  static final int FRAME_BYTES = 8;

  /** More is no record: a task's largest event stays well below. */
  static final int MAX_BYTES = 16 * 1024 * 1024;

  private EventRecord() {}

  static byte[] encode(StoredEvent event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(event.json().length + 128);
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeLong(0);
      out.writeLong(event.position());
      writeText(out, event.key());
      out.writeByte(event.channels().size());
      for (String channel : event.channels()) {
        writeText(out, channel);
      }
      out.write(event.json());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    byte[] record = bytes.toByteArray();
    int length = record.length - FRAME_BYTES;
    ByteBuffer.wrap(record).putInt(length).putInt(crc(record, FRAME_BYTES, length));
    return record;
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeShort(utf8.length);
    out.write(utf8);
  }

  static int crc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  /** Reads what comes after the frame, whose CRC was right. */
  static StoredEvent decode(byte[] record) {
    ByteBuffer in = ByteBuffer.wrap(record);
    long position = in.getLong();
    String key = readText(in);
    int count = in.get() & 0xff;
    List<String> channels = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      channels.add(readText(in));
    }
    byte[] json = new byte[in.remaining()];
    in.get(json);
    return new StoredEvent(position, key, channels, json);
  }

  private static String readText(ByteBuffer in) {
    byte[] utf8 = new byte[in.getShort() & 0xffff];
    in.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
