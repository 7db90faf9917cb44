package io.gaia.server.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a crash left half written at the end of the log. It was never synced, so nobody was told of
 * it; but Ratis reads the zeros behind it, which it reserved itself, as a wrong checksum and does
 * not start. A record that is spoiled with others after it is another matter: that stays as it is,
 * and the start is refused.
 *
 * <p>The open segment is eight bytes and then records: a length as a varint, the entry, and a
 * CRC-32C of both.
 */
final class TornTail {
  private static final Logger LOG = LoggerFactory.getLogger(TornTail.class);
  private static final String OPEN = "log_inprogress_";
  private static final int HEADER = 8;
  private static final int CHECKSUM = 4;
  private static final int VARINT_BITS = 7;
  private static final int LONGEST_VARINT = 5;

  private TornTail() {}

  /** Cuts it off, in every open segment below the directory. To be called before Ratis starts. */
  static void cutOff(Path directory) throws IOException {
    List<Path> open;
    try (Stream<Path> files = Files.walk(directory)) {
      open = files.filter(file -> file.getFileName().toString().startsWith(OPEN)).toList();
    }
    for (Path file : open) {
      byte[] bytes = Files.readAllBytes(file);
      OptionalInt whole = wholeUntil(bytes);
      if (whole.isPresent()) {
        LOG.warn(
            "The last record of {} was not written to its end; cut off at {}",
            file,
            whole.getAsInt());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(whole.getAsInt());
          channel.force(true);
        }
      }
    }
  }

  /** Where a torn record begins; absent if there is none, or more than that is wrong. */
  private static OptionalInt wholeUntil(byte[] bytes) {
    int at = HEADER;
    while (at < bytes.length && bytes[at] != 0) {
      int end = end(bytes, at);
      if (end > bytes.length) {
        return OptionalInt.of(at);
      }
      if (!isWhole(bytes, at, end)) {
        return isZero(bytes, end) ? OptionalInt.of(at) : OptionalInt.empty();
      }
      at = end;
    }
    return OptionalInt.empty();
  }

  /** Where the record that begins there ends by its own account; beyond the file if that is so. */
  private static int end(byte[] bytes, int start) {
    long length = 0;
    for (int i = 0; i < LONGEST_VARINT && start + i < bytes.length; i++) {
      byte part = bytes[start + i];
      length |= (long) (part & 0x7f) << (i * VARINT_BITS);
      if (part >= 0) {
        return (int) Math.min(Integer.MAX_VALUE, start + i + 1 + length + CHECKSUM);
      }
    }
    return Integer.MAX_VALUE;
  }

  private static boolean isWhole(byte[] bytes, int start, int end) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, start, end - CHECKSUM - start);
    return ByteBuffer.wrap(bytes).getInt(end - CHECKSUM) == (int) checksum.getValue();
  }

  private static boolean isZero(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
