package io.gaia.e2e.coordination;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The file of the Raft log that is written to: a header, and records, each a length as a varint,
 * the entry and four bytes of a checksum; zeros after that.
 */
record OpenSegment(Path file) {
  private static final int HEADER = 8;
  private static final int CHECKSUM = 4;

  /**
   * @param directory of a node whose process is down
   */
  static OpenSegment below(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("log_inprogress_"))
          .max(Comparator.comparing(file -> file.toFile().lastModified()))
          .map(OpenSegment::new)
          .orElseThrow(() -> new IOException(directory + " holds no open segment"));
    }
  }

  /**
   * The first half of a record after the last whole one. Nothing that was whole is taken away: it
   * may have been promised.
   */
  void appendHalfARecord() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int last = HEADER;
    int end = HEADER;
    for (int next = after(bytes, end); next > end; next = after(bytes, end)) {
      last = end;
      end = next;
    }
    if (end == last) {
      return; // it has no record yet
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes, last, Math.max(2, (end - last) / 2)), end);
    }
  }

  /** Where the record that begins there ends; there again if none does. */
  private static int after(byte[] bytes, int start) {
    int length = 0;
    int at = start;
    for (int shift = 0; at < bytes.length; shift += 7) {
      byte part = bytes[at++];
      length |= (part & 0x7f) << shift;
      if (part >= 0) {
        int end = at + length + CHECKSUM;
        return length == 0 || end > bytes.length ? start : end;
      }
    }
    return start;
  }
}
