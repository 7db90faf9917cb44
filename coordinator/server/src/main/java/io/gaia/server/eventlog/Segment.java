package io.gaia.server.eventlog;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of the event log: a header with the position of the event before its first, then {@link
 * EventRecord}s. One thread writes, in {@link EventLog}; any thread reads up to the length that was
 * written whole.
 */
final class Segment {
  private static final Logger LOG = LoggerFactory.getLogger(Segment.class);

  private static final byte[] MAGIC = "GAIAEV01".getBytes(StandardCharsets.US_ASCII);
  static final int HEADER_BYTES = MAGIC.length + Long.BYTES + Integer.BYTES;
  private static final String SUFFIX = ".events";

  /** Distance between two entries of the index. */
  private static final long INDEX_BYTES = 64 * 1024;

  private static final int BUFFER_BYTES = 64 * 1024;

  private final Path path;
  private final long after;
  // where some of the records begin, so that a reader need not start at the file's beginning
  private final ConcurrentSkipListMap<Long, Long> index = new ConcurrentSkipListMap<>();
  private volatile long length;

  private Segment(Path path, long after, long length) {
    this.path = path;
    this.after = after;
    this.length = length;
  }

  /** A file that is not one of the log's, or was not written whole, or was changed since. */
  static final class Spoiled extends IOException {
    private static final long serialVersionUID = 1;

    Spoiled(Path path, long offset, String what) {
      super(path + " at byte " + offset + ": " + what);
    }
  }

  static boolean isSegment(Path path) {
    return path.getFileName().toString().endsWith(SUFFIX);
  }

  /** Makes the file of the events after that position. */
  static Segment create(Path directory, long after) throws IOException {
    Path path = directory.resolve("%020d%s".formatted(after + 1, SUFFIX));
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).putLong(after);
    header.putInt(EventRecord.crc(header.array(), 0, MAGIC.length + Long.BYTES)).flip();
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      while (header.hasRemaining()) {
        channel.write(header);
      }
    }
    return new Segment(path, after, HEADER_BYTES);
  }

  /**
   * @throws Spoiled when its header is not one
   */
  static Segment open(Path path) throws IOException {
    byte[] header;
    try (InputStream in = Files.newInputStream(path)) {
      header = in.readNBytes(HEADER_BYTES);
    }
    int signed = MAGIC.length + Long.BYTES;
    ByteBuffer fields = ByteBuffer.wrap(header);
    if (header.length < HEADER_BYTES
        || fields.getInt(signed) != EventRecord.crc(header, 0, signed)) {
      throw new Spoiled(path, 0, "no header of an event log");
    }
    return new Segment(path, fields.getLong(MAGIC.length), Files.size(path));
  }

  Path path() {
    return path;
  }

  /** Position of the event before its first. */
  long after() {
    return after;
  }

  long length() {
    return length;
  }

  Instant lastWritten() throws IOException {
    return Files.getLastModifiedTime(path).toInstant();
  }

  /** Records up to there may be read. */
  void grown(long wholeLength) {
    length = wholeLength;
  }

  /** A record of that position begins there. */
  void noted(long position, long offset) {
    Map.Entry<Long, Long> before = index.floorEntry(position);
    if (before == null || offset - before.getValue() >= INDEX_BYTES) {
      index.put(position, offset);
    }
  }

  /**
   * Reads records from the one after that position on, until {@code isEnough} says so or there are
   * no more.
   *
   * @return the last position that was read, or {@code position} if there was none
   * @throws Spoiled when a record is not what was written; those before it have been given out
   */
  long read(long position, Predicate<StoredEvent> isEnough) throws IOException {
    Map.Entry<Long, Long> start = index.floorEntry(position);
    long last = position;
    try (Records records = new Records(start == null ? HEADER_BYTES : start.getValue())) {
      while (records.hasNext()) {
        StoredEvent event = records.next();
        if (event.position() > last) {
          last = event.position();
          if (isEnough.test(event)) {
            break;
          }
        }
      }
    }
    return last;
  }

  /**
   * Finds where the whole records end after a crash, and cuts off what is behind.
   *
   * @return the last position; {@link #after} if there is no record
   */
  long repair() throws IOException {
    long last = after;
    long whole = HEADER_BYTES;
    try (Records records = new Records(HEADER_BYTES)) {
      while (records.hasNext()) {
        last = Math.max(last, records.next().position());
        whole = records.offset;
      }
    } catch (Spoiled torn) {
      LOG.warn("{}; what follows is cut off", torn.getMessage());
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(whole);
        channel.force(true);
      }
    }
    length = whole;
    return last;
  }

  /** Records one after the other. */
  private final class Records implements AutoCloseable {
    private final long end = length;
    private final DataInputStream in;
    private long offset;

    Records(long offset) throws IOException {
      this.offset = offset;
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      in =
          new DataInputStream(
              new BufferedInputStream(
                  Channels.newInputStream(channel.position(offset)), BUFFER_BYTES));
    }

    boolean hasNext() {
      return offset < end;
    }

    StoredEvent next() throws IOException {
      try {
        int size = in.readInt();
        int crc = in.readInt();
        if (size <= 0 || size > EventRecord.MAX_BYTES || offset + size > end) {
          throw new Spoiled(path, offset, "a record of " + size + " bytes");
        }
        byte[] record = in.readNBytes(size);
        if (record.length < size || EventRecord.crc(record, 0, size) != crc) {
          throw new Spoiled(path, offset, "a record that is not what was written");
        }
        StoredEvent event = EventRecord.decode(record);
        noted(event.position(), offset);
        offset += EventRecord.FRAME_BYTES + size;
        return event;
      } catch (EOFException e) {
        throw new Spoiled(path, offset, "the beginning of a record");
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
