package io.gaia.server.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
  /** Eight files of 4 KiB. */
  private static final EventLogSettings SMALL =
      new EventLogSettings(Duration.ofHours(1), 8 * 4 * 1024);

  private static final EventLogSettings LARGE =
      new EventLogSettings(Duration.ofHours(1), 1024L * 1024 * 1024);

  @TempDir Path directory;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

  private EventLog open(EventLogSettings settings) throws IOException {
    return EventLog.open(directory, "stream", settings, now::get);
  }

  private static StoredEvent event(long number) {
    return new StoredEvent(
        number,
        "entity-" + number % 7,
        number % 2 == 0 ? List.of("cluster", "user:even") : List.of("cluster"),
        ("{\"number\":" + number + ",\"text\":\"gr\u00fcn\"}").getBytes(StandardCharsets.UTF_8));
  }

  private static void append(EventLog log, long from, long to) throws IOException {
    for (long number = from; number <= to; number++) {
      log.append(List.of(event(number)));
    }
  }

  private static List<Long> all(EventLog log, long after) throws Exception {
    List<Long> read = new ArrayList<>();
    long position = after;
    while (position < log.last()) {
      EventPage page = log.read(position, 10, 1_000_000, event -> true);
      for (StoredEvent event : page.events()) {
        assertThat(event.json()).isEqualTo(event(event.position()).json());
        assertThat(event.channels()).isEqualTo(event(event.position()).channels());
        assertThat(event.key()).isEqualTo(event(event.position()).key());
        read.add(event.position());
      }
      assertThat(page.readTo()).isGreaterThan(position);
      position = page.readTo();
    }
    return read;
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Segment::isSegment).sorted().toList();
    }
  }

  private static void spoil(Path file, long offset) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, offset);
      one.put(0, (byte) (one.get(0) ^ 0x40)).flip();
      channel.write(one, offset);
    }
  }

  @Test
  void whatIsAppendedIsReadInOrderFromAnyPositionAlsoAfterARestart() throws Exception {
    try (EventLog log = open(LARGE)) {
      append(log, 0, 499);
      assertThat(all(log, Position.NONE)).isEqualTo(numbers(0, 499));
    }
    try (EventLog log = open(LARGE)) {
      assertThat(log.last()).isEqualTo(499);
      append(log, 500, 600);
      for (long after : List.of(-1L, 0L, 250L, 498L, 499L, 599L, 600L)) {
        assertThat(all(log, after)).isEqualTo(numbers(after + 1, 600));
      }
    }
  }

  @Test
  void whatIsThereAlreadyIsNotAppendedAgain() throws Exception {
    try (EventLog log = open(LARGE)) {
      log.append(List.of(event(1), event(2), event(3)));
      log.append(List.of(event(2), event(3), event(4)));
      append(log, 1, 4);
      assertThat(all(log, Position.NONE)).isEqualTo(numbers(1, 4));
    }
  }

  @Test
  void aReaderGetsOnlyWhatItWantsAndMovesOnPastTheRest() throws Exception {
    try (EventLog log = open(LARGE)) {
      append(log, 1, 99);
      EventPage page =
          log.read(10, 1_000, 1_000_000, event -> event.channels().contains("user:even"));
      assertThat(page.events()).extracting(StoredEvent::position).startsWith(12L).hasSize(44);
      assertThat(page.readTo()).isEqualTo(99);
      assertThat(log.read(10, 3, 1_000_000, event -> true).readTo()).isEqualTo(13);
      assertThat(log.read(10, 100, 1, event -> true).events()).hasSize(1);
    }
  }

  @Test
  void whatACrashLeftHalfWrittenIsCutOffWhereverItWasCut() throws Exception {
    long length;
    try (EventLog log = open(LARGE)) {
      append(log, 1, 3);
      length = Files.size(files().get(0));
      append(log, 4, 4);
    }
    long whole = Files.size(files().get(0));
    byte[] bytes = Files.readAllBytes(files().get(0));
    for (long cut = length; cut < whole; cut++) {
      Files.write(files().get(0), java.util.Arrays.copyOf(bytes, (int) cut));
      try (EventLog log = open(LARGE)) {
        assertThat(log.last()).as("cut at " + cut).isEqualTo(3);
        append(log, 1, 5);
        assertThat(all(log, Position.NONE)).isEqualTo(numbers(1, 5));
      }
    }
  }

  @Test
  void aSpoiledTailIsCutOffAtTheFirstBadRecord() throws Exception {
    try (EventLog log = open(LARGE)) {
      append(log, 1, 200);
    }
    Path file = files().get(0);
    Random random = new Random(7);
    for (int i = 0; i < 20; i++) {
      byte[] good = Files.readAllBytes(file);
      spoil(file, Segment.HEADER_BYTES + random.nextInt(good.length - Segment.HEADER_BYTES));
      try (EventLog log = open(LARGE)) {
        assertThat(log.last()).isLessThan(200);
        assertThat(all(log, Position.NONE)).isEqualTo(numbers(1, log.last()));
        append(log, 1, 200);
        assertThat(all(log, Position.NONE)).isEqualTo(numbers(1, 200));
      }
    }
  }

  @Test
  void aSpoiledOlderFileIsAHoleThatReadersAreToldOf() throws Exception {
    try (EventLog log = open(SMALL)) {
      append(log, 1, 300);
      assertThat(files()).hasSizeGreaterThan(3);
      spoil(files().get(1), 2_000);
      List<Long> before = new ArrayList<>();
      ForgottenException told = readUntilForgotten(log, before);
      assertThat(before).isEqualTo(numbers(1, before.size()));
      assertThat(log.keptAfter()).isEqualTo(told.keptAfter()).isGreaterThan(before.size());
      assertThat(all(log, told.keptAfter())).isEqualTo(numbers(told.keptAfter() + 1, 300));
      assertThatThrownBy(() -> log.read(Position.NONE, 1, 1, event -> true))
          .isInstanceOf(ForgottenException.class);
    }
  }

  private static ForgottenException readUntilForgotten(EventLog log, List<Long> read)
      throws IOException {
    long position = Position.NONE;
    while (true) {
      try {
        EventPage page = log.read(position, 1, 1, event -> true);
        page.events().forEach(event -> read.add(event.position()));
        position = page.readTo();
      } catch (ForgottenException e) {
        return e;
      }
    }
  }

  @Test
  void aFileThatIsMissingOrTooShortIsAHoleToo() throws Exception {
    try (EventLog log = open(SMALL)) {
      append(log, 1, 300);
    }
    List<Path> files = files();
    Files.delete(files.get(1));
    try (EventLog log = open(SMALL)) {
      ForgottenException told = readUntilForgotten(log, new ArrayList<>());
      assertThat(all(log, told.keptAfter())).isEqualTo(numbers(told.keptAfter() + 1, 300));
    }
    Path third = files().get(1);
    try (FileChannel channel = FileChannel.open(third, StandardOpenOption.WRITE)) {
      channel.truncate(Segment.HEADER_BYTES);
    }
    try (EventLog log = open(SMALL)) {
      log.beginAfter(1_000);
      assertThat(log.keptAfter()).isEqualTo(1_000);
    }
  }

  @Test
  void aFileThatWasBeingMadeInACrashIsMadeAnew() throws Exception {
    try (EventLog log = open(SMALL)) {
      append(log, 1, 300);
    }
    Path newest = directory.resolve("%020d.events".formatted(301));
    Files.write(newest, new byte[] {'G', 'A', 'I'});
    try (EventLog log = open(SMALL)) {
      append(log, 1, 310);
      assertThat(all(log, Position.NONE)).isEqualTo(numbers(1, 310));
    }
  }

  @Test
  void theOldestGoesByAgeUnlessItIsNeededAndBySizeInAnyCase() throws Exception {
    try (EventLog log = open(SMALL)) {
      append(log, 1, 200);
      assertThat(log.bytes()).isLessThan(SMALL.maxBytes());
      log.retain(Long.MAX_VALUE);
      assertThat(log.keptAfter()).as("young").isEqualTo(Position.NONE);

      now.set(now.get().plus(Duration.ofHours(2)));
      log.retain(Position.NONE);
      assertThat(log.keptAfter()).as("old and needed").isEqualTo(Position.NONE);
      log.retain(100);
      assertThat(log.keptAfter()).isPositive().isLessThanOrEqualTo(100);
      assertThat(all(log, 100)).isEqualTo(numbers(101, 200));

      append(log, 201, 2_000);
      log.retain(Position.NONE);
      assertThat(log.bytes()).isLessThanOrEqualTo(SMALL.maxBytes());
      assertThat(log.keptAfter()).isGreaterThan(1_000);
      assertThat(all(log, log.keptAfter())).isEqualTo(numbers(log.keptAfter() + 1, 2_000));
      assertThatThrownBy(() -> log.read(log.keptAfter() - 1, 1, 1, event -> true))
          .isInstanceOf(ForgottenException.class);
    }
  }

  @Test
  void anOldFileIsFollowedByTheNextSoThatItsAgeIsItsEvents() throws Exception {
    try (EventLog log = open(LARGE)) {
      append(log, 1, 10);
      now.set(now.get().plus(Duration.ofMinutes(10)));
      append(log, 11, 20);
      assertThat(files()).hasSize(2);
      assertThat(all(log, Position.NONE)).isEqualTo(numbers(1, 20));
    }
  }

  @Test
  void aMarkSaysThatThereIsNothingAndIsNoEvent() throws Exception {
    try (EventLog log = open(LARGE)) {
      append(log, 1, 3);
      log.mark(50);
    }
    try (EventLog log = open(LARGE)) {
      assertThat(log.last()).isEqualTo(50);
      assertThat(all(log, Position.NONE)).isEqualTo(numbers(1, 3));
      append(log, 40, 60);
      assertThat(all(log, 3)).isEqualTo(numbers(51, 60));
    }
  }

  @Test
  void whereItBeganAnewOutlivesARestart() throws Exception {
    try (EventLog log = open(SMALL)) {
      append(log, 1, 100);
      log.beginAfter(1_000);
      assertThatThrownBy(() -> log.read(100, 1, 1, event -> true))
          .isInstanceOf(ForgottenException.class);
    }
    try (EventLog log = open(SMALL)) {
      assertThat(log.keptAfter()).isEqualTo(1_000);
      assertThat(log.last()).isEqualTo(1_000);
      append(log, 1_001, 1_100);
      assertThat(all(log, 1_000)).isEqualTo(numbers(1_001, 1_100));
    }
  }

  @Test
  void theFilesOfAnotherStreamAreNotTakenForOurs() throws Exception {
    try (EventLog log = open(SMALL)) {
      append(log, 1, 100);
    }
    try (EventLog log = EventLog.open(directory, "another", SMALL, now::get)) {
      assertThat(log.last()).isEqualTo(Position.NONE);
      append(log, 1, 5);
      assertThat(all(log, Position.NONE)).isEqualTo(numbers(1, 5));
    }
  }

  @Test
  void twoCannotWriteTheSameFiles() throws Exception {
    try (EventLog log = open(SMALL)) {
      assertThatThrownBy(() -> open(SMALL))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another coordinator");
      append(log, 1, 1);
    }
  }

  @Test
  void readersFollowWhileItGrows() throws Exception {
    int events = 10_000;
    AtomicBoolean isDone = new AtomicBoolean();
    EventLogSettings files = new EventLogSettings(Duration.ofHours(1), 8 * 64 * 1024 * 8);
    try (EventLog log = open(files)) {
      List<CompletableFuture<List<Long>>> readers =
          Stream.of(20, 100, 1_000).map(size -> follow(log, size, isDone)).toList();
      Random random = new Random(3);
      for (long number = 1; number <= events; ) {
        List<StoredEvent> some = new ArrayList<>();
        for (int i = random.nextInt(50); i >= 0 && number <= events; i--) {
          some.add(event(number++));
        }
        log.append(some);
      }
      isDone.set(true);
      for (CompletableFuture<List<Long>> reader : readers) {
        assertThat(reader.get()).isEqualTo(numbers(1, events));
      }
    }
  }

  private static CompletableFuture<List<Long>> follow(
      EventLog log, int pageSize, AtomicBoolean isDone) {
    return CompletableFuture.supplyAsync(
        () -> {
          List<Long> read = new ArrayList<>();
          long position = Position.NONE;
          try {
            while (!isDone.get() || position < log.last()) {
              if (log.awaitBeyond(position, Duration.ofMillis(100))) {
                EventPage page = log.read(position, pageSize, 1_000_000, event -> true);
                page.events().forEach(event -> read.add(event.position()));
                position = page.readTo();
              }
            }
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return read;
        });
  }
}
