package io.gaia.server.eventlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events in files, in the order of their positions. One thread appends; any thread reads, with no
 * lock in common. What is appended survives the process at once, and the machine after {@link
 * #sync}.
 */
public final class EventLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

  /** A page ends here even when little of it was wanted, so that readers take turns. */
  private static final long SCANNED_BYTES = 4L * 1024 * 1024;

  private final Path directory;
  private final FileChannel owned;
  private final EventLogSettings settings;
  private final InstantSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private volatile List<Segment> segments;
  // events up to it are not kept, though their files may be
  private volatile long keptAfter;
  private volatile long last;
  // of the last segment, touched by the appending thread alone
  private FileChannel channel;
  private Instant channelSince;

  private EventLog(
      Path directory,
      FileChannel owned,
      EventLogSettings settings,
      InstantSource time,
      List<Segment> segments)
      throws IOException {
    this.directory = directory;
    this.owned = owned;
    this.settings = settings;
    this.time = time;
    this.segments = segments;
    keptAfter = segments.isEmpty() ? Position.NONE : segments.get(0).after();
    last = keptAfter;
    if (!segments.isEmpty()) {
      Segment tail = segments.get(segments.size() - 1);
      last = tail.repair();
      appendTo(tail);
    }
  }

  /**
   * Opens the log in that directory. What was not written whole is cut off; the files of another
   * stream are removed.
   *
   * @param streamId the same as long as positions mean the same events
   */
  public static EventLog open(
      Path directory, String streamId, EventLogSettings settings, InstantSource time)
      throws IOException {
    Files.createDirectories(directory);
    FileChannel owned = own(directory);
    Path owner = directory.resolve("stream-id");
    boolean isOurs = Files.exists(owner) && Files.readString(owner).equals(streamId);
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.filter(Segment::isSegment).sorted(Comparator.naturalOrder()).toList();
    }
    List<Segment> segments = new ArrayList<>();
    for (Path file : isOurs ? files : List.<Path>of()) {
      try {
        segments.add(Segment.open(file));
      } catch (Segment.Spoiled e) {
        // the last one may have been made in the moment of a crash; then the ones before are whole
        boolean isLast = file.equals(files.get(files.size() - 1));
        LOG.warn("{}; removed{}", e.getMessage(), isLast ? "" : " with all before it");
        segments = isLast ? segments : new ArrayList<>();
      }
    }
    List<Path> kept = segments.stream().map(Segment::path).toList();
    for (Path file : files) {
      if (!kept.contains(file)) {
        Files.delete(file);
      }
    }
    if (!isOurs) {
      try (FileChannel channel =
          FileChannel.open(
              owner,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(streamId.getBytes(StandardCharsets.UTF_8)));
        channel.force(true);
      }
    }
    return new EventLog(directory, owned, settings, time, List.copyOf(segments));
  }

  /** Two processes would cut off each other's records. */
  private static FileChannel own(Path directory) throws IOException {
    FileChannel file =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (file.tryLock() != null) {
        return file;
      }
    } catch (OverlappingFileLockException e) {
      LOG.debug("Taken by this process", e);
    }
    file.close();
    throw new IOException(directory + " is used by another coordinator");
  }

  /** The last position that was appended, or that was said to have nothing behind it. */
  public long last() {
    return last;
  }

  /** Events after this position are kept. */
  public long keptAfter() {
    return keptAfter;
  }

  /** Appends events in order; those that are in the log already are passed over. */
  public void append(List<StoredEvent> events) throws IOException {
    List<StoredEvent> fresh = events.stream().filter(event -> event.position() > last).toList();
    if (fresh.isEmpty()) {
      return;
    }
    Segment segment = writable();
    List<byte[]> records = fresh.stream().map(EventRecord::encode).toList();
    ByteBuffer bytes = ByteBuffer.allocate(records.stream().mapToInt(each -> each.length).sum());
    records.forEach(bytes::put);
    write(segment, bytes.flip());
    long offset = segment.length();
    for (int i = 0; i < records.size(); i++) {
      segment.noted(fresh.get(i).position(), offset);
      offset += records.get(i).length;
    }
    segment.grown(offset);
    moveTo(fresh.get(fresh.size() - 1).position());
  }

  private void write(Segment segment, ByteBuffer bytes) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      // half a record must not stand before the next try
      channel.truncate(segment.length());
      throw e;
    }
  }

  private void moveTo(long position) {
    lock.lock();
    try {
      last = position;
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Says that there is no more event up to that position, and makes all that is there durable. */
  public void mark(long position) throws IOException {
    append(List.of(StoredEvent.mark(position)));
    sync();
  }

  /** Makes durable what was appended. */
  public void sync() throws IOException {
    if (channel != null) {
      channel.force(false);
    }
  }

  /** Forgets everything: events up to that position were not seen, or are of no use. */
  public void beginAfter(long position) throws IOException {
    List<Segment> gone = segments;
    segments = List.of();
    keptAfter = position;
    next(position);
    moveTo(position);
    for (Segment segment : gone) {
      if (!segment.path().equals(segments.get(0).path())) {
        Files.deleteIfExists(segment.path());
      }
    }
  }

  private Segment writable() throws IOException {
    if (!segments.isEmpty()) {
      Segment tail = segments.get(segments.size() - 1);
      boolean isOld = channelSince.plus(settings.fileAge()).isBefore(time.instant());
      boolean isEmpty = tail.length() == Segment.HEADER_BYTES;
      if (isEmpty || (tail.length() < settings.fileBytes() && !isOld)) {
        return tail;
      }
    }
    return next(last);
  }

  private Segment next(long after) throws IOException {
    // before there is another: after a crash only the last one is looked after
    if (channel != null) {
      channel.force(true);
      channel.close();
    }
    Segment segment = Segment.create(directory, after);
    appendTo(segment);
    List<Segment> more = new ArrayList<>(segments);
    more.add(segment);
    segments = List.copyOf(more);
    try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
      folder.force(true);
    }
    return segment;
  }

  private void appendTo(Segment segment) throws IOException {
    channel = FileChannel.open(segment.path(), StandardOpenOption.WRITE);
    channel.position(segment.length());
    channelSince = time.instant();
  }

  /**
   * Removes files that are too old or too much.
   *
   * @param neededAfter files with events after this position stay however old they are
   */
  public void retain(long neededAfter) throws IOException {
    long bytes = bytes();
    Instant oldest = time.instant().minus(settings.maxAge());
    while (segments.size() > 1) {
      Segment first = segments.get(0);
      long end = segments.get(1).after();
      boolean isOld = end <= neededAfter && first.lastWritten().isBefore(oldest);
      if (!isOld && bytes <= settings.maxBytes()) {
        return;
      }
      bytes -= first.length();
      forget(first, end);
      Files.deleteIfExists(first.path());
    }
  }

  private void forget(Segment segment, long keptFrom) {
    keptOnlyAfter(keptFrom);
    segments = segments.stream().filter(each -> each != segment).toList();
  }

  private void keptOnlyAfter(long position) {
    lock.lock();
    try {
      keptAfter = Math.max(keptAfter, position);
    } finally {
      lock.unlock();
    }
  }

  /** Size of all files. */
  public long bytes() {
    return segments.stream().mapToLong(Segment::length).sum();
  }

  /**
   * Reads events after that position, oldest first.
   *
   * @param maxBytes of their JSON; one event may be larger
   * @throws ForgottenException when they are not kept, or a file was spoiled
   */
  public EventPage read(long after, int maxEvents, long maxBytes, Predicate<StoredEvent> isWanted)
      throws ForgottenException, IOException {
    // in this order: the files that are listed reach at least to the end
    long end = last;
    List<Segment> kept = segments;
    requireKept(after);
    PageReader page = new PageReader(maxEvents, maxBytes, isWanted);
    long position = after;
    for (int i = 0; i < kept.size() && !page.isFull; i++) {
      long nextAfter = i + 1 < kept.size() ? kept.get(i + 1).after() : end;
      if (nextAfter > position) {
        position = read(kept.get(i), position, nextAfter, page);
      }
    }
    requireKept(after);
    return new EventPage(page.events, page.isFull ? position : Math.max(position, end));
  }

  private long read(Segment segment, long position, long end, PageReader page)
      throws ForgottenException, IOException {
    try {
      long read = segment.read(position, page);
      if (!page.isFull && read < end) {
        throw new Segment.Spoiled(segment.path(), segment.length(), "its last records are missing");
      }
      return read;
    } catch (NoSuchFileException e) {
      throw new ForgottenException(keptAfter, "the events are not kept any more");
    } catch (Segment.Spoiled e) {
      LOG.error("{}; events up to {} cannot be read", e.getMessage(), end);
      keptOnlyAfter(end);
      throw new ForgottenException(end, "the events' file is spoiled");
    }
  }

  private void requireKept(long after) throws ForgottenException {
    if (after < keptAfter) {
      throw new ForgottenException(keptAfter, "the events are not kept any more");
    }
  }

  /** Collects what is wanted until it is enough. */
  private static final class PageReader implements Predicate<StoredEvent> {
    private final List<StoredEvent> events = new ArrayList<>();
    private final int maxEvents;
    private final long maxBytes;
    private final Predicate<StoredEvent> isWanted;
    private long bytes;
    private long scanned;
    private boolean isFull;

    PageReader(int maxEvents, long maxBytes, Predicate<StoredEvent> isWanted) {
      this.maxEvents = maxEvents;
      this.maxBytes = maxBytes;
      this.isWanted = isWanted;
    }

    @Override
    public boolean test(StoredEvent event) {
      scanned += event.json().length;
      if (!event.isMark() && isWanted.test(event)) {
        events.add(event);
        bytes += event.json().length;
      }
      isFull = events.size() >= maxEvents || bytes >= maxBytes || scanned >= SCANNED_BYTES;
      return isFull;
    }
  }

  /** Waits until there is something after that position; false when time ran out. */
  public boolean awaitBeyond(long position, Duration timeout) throws InterruptedException {
    long nanos = timeout.toNanos();
    lock.lock();
    try {
      while (last <= position) {
        if (nanos <= 0) {
          return false;
        }
        nanos = grown.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.force(false);
      channel.close();
    }
    owned.close();
  }
}
