package io.gaia.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.server.config.LiveLimits;
import io.gaia.server.testkit.Entrance;
import io.gaia.server.testkit.Entrance.Pass;
import io.gaia.server.testkit.LiveReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers that were away for longer than memory reaches, whichever door they come back by. */
@Timeout(240)
abstract class HistoryContract {
  /** Memory holds 20 frames of a channel. */
  private static final LiveSettings SETTINGS =
      new LiveSettings(
          200,
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofSeconds(20),
          Duration.ofSeconds(75),
          20,
          1024 * 1024,
          8L * 1024 * 1024,
          new LiveLimits(200, 200, 5, 1_024, 100, 100));

  @TempDir Path directory;

  private final Entrance entrance;
  final Past past = new Past();
  LiveServer server;
  Hub hub;

  HistoryContract(Entrance entrance) {
    this.entrance = entrance;
  }

  @BeforeEach
  void start() throws Exception {
    server = new LiveServer(directory, SETTINGS, Instant::now);
    hub = server.hub();
    hub.history(StreamSource.COORDINATION, past);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Everything that was published, and what can go wrong on the way to it. */
  static final class Past implements StreamHistory {
    private final List<byte[]> events = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger pages = new AtomicInteger();
    private volatile long keptAfter = -1;
    private volatile long firstKnown = -1;

    @Override
    public List<Long> keptAfter() {
      return List.of(firstKnown);
    }

    @Override
    public Reading read(Channel channel, List<Long> after) {
      return new Reading() {
        private long position = after.get(0);

        @Override
        public Page next(List<Long> upTo) throws Gone, Unavailable {
          if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new Unavailable("down", null);
          }
          if (position < keptAfter) {
            firstKnown = keptAfter;
            throw new Gone("too old");
          }
          pages.incrementAndGet();
          List<PastEvent> page = new ArrayList<>();
          while (position < events.size() - 1 && page.size() < PAGE_EVENTS) {
            position++;
            page.add(new PastEvent(0, position, events.get((int) position)));
          }
          return new Page(page, List.of(position));
        }
      };
    }
  }

  final void open(long next) {
    hub.open(StreamSource.COORDINATION, "log", List.of(next), List.of(next));
  }

  private void publish(String padding) {
    int number = past.events.size();
    byte[] json =
        "{\"number\":%d,\"padding\":\"%s\"}"
            .formatted(number, padding)
            .getBytes(StandardCharsets.UTF_8);
    past.events.add(json);
    hub.publish(StreamSource.COORDINATION, 0, number, List.of(Channel.cluster()), json);
  }

  final void publish(int times) {
    IntStream.range(0, times).forEach(each -> publish(""));
  }

  private LiveReader hear(String after) {
    return entrance.open(server.root(), Pass.token(server.admin()), "cluster", after);
  }

  private static List<Integer> numbers(LiveReader client) {
    return client.events().stream().map(frame -> frame.at("/event/number").intValue()).toList();
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  private static void awaitEvents(LiveReader client, int count) {
    await().atMost(Duration.ofSeconds(120)).until(() -> client.events().size() >= count);
  }

  @Test
  void whatMemoryForgotComesFromTheHistoryAndThenWhatIsNew() {
    open(0);
    publish(1_000);
    try (LiveReader client = hear("log.99")) {
      assertThat(client.frame(0).get("type").textValue()).isEqualTo("subscribed");
      assertThat(client.frame(0).get("cursor").textValue()).isEqualTo("log.99");
      awaitEvents(client, 900);
      publish(10);
      awaitEvents(client, 910);
      assertThat(numbers(client)).isEqualTo(range(100, 1_010));
      JsonNode last = client.events().get(909);
      assertThat(last.get("cursor").textValue()).isEqualTo("log.1009");
    }
  }

  @Test
  void theOldestIsTheOldestOfTheHistoryAlsoAfterARestart() {
    IntStream.range(0, 500)
        .forEach(each -> past.events.add("{\"number\":0}".getBytes(StandardCharsets.UTF_8)));
    open(500);
    try (LiveReader client = hear("0")) {
      awaitEvents(client, 500);
      publish(1);
      awaitEvents(client, 501);
      assertThat(client.events().get(500).get("cursor").textValue()).isEqualTo("log.500");
    }
  }

  @Test
  void theSeamHoldsWhileEventsAreComing() throws Exception {
    open(0);
    publish(500);
    int events = 10_000;
    AtomicBoolean isOn = new AtomicBoolean(true);
    Thread publisher =
        new Thread(
            () -> {
              while (isOn.get() && past.events.size() < events) {
                publish(5);
                Thread.onSpinWait();
              }
            });
    Random random = new Random(5);
    List<LiveReader> readers = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    publisher.start();
    for (int i = 0; i < 30; i++) {
      int from = random.nextInt(past.events.size());
      starts.add(from);
      readers.add(hear("log." + (from - 1)));
    }
    publisher.join();
    isOn.set(false);
    for (int i = 0; i < readers.size(); i++) {
      LiveReader reader = readers.get(i);
      int expected = past.events.size() - starts.get(i);
      await()
          .atMost(Duration.ofSeconds(120))
          .until(() -> reader.events().size() >= expected || !reader.isOpen());
      // a reader that could not follow was cut off, and has everything up to there
      assertThat(numbers(reader))
          .isEqualTo(range(starts.get(i), starts.get(i) + reader.events().size()));
      reader.close();
    }
  }

  @Test
  void aReaderThatDoesNotReadIsNotReadFor() {
    open(0);
    String padding = "x".repeat(4_000);
    int events = 8_000;
    IntStream.range(0, events).forEach(each -> publish(padding));
    past.failures.set(Integer.MAX_VALUE);
    try (LiveReader slow = hear("log.-1")) {
      slow.frame(0);
      slow.stopReading();
      past.failures.set(0);
      await().until(() -> past.pages.get() > 0);
      AtomicInteger before = new AtomicInteger(-1);
      // the network's buffers fill up, and then nothing more is read
      await()
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> before.getAndSet(past.pages.get()) == past.pages.get());
      assertThat(past.pages.get()).isLessThan(30);
      slow.readOn();
      awaitEvents(slow, events);
      assertThat(numbers(slow)).isEqualTo(range(0, events));
    }
  }

  @Test
  void whileTheHistoryCannotBeReadTheReaderWaitsAndIsToldNothing() {
    open(0);
    publish(300);
    past.failures.set(2);
    try (LiveReader client = hear("log.9")) {
      awaitEvents(client, 290);
      assertThat(numbers(client)).isEqualTo(range(10, 300));
      assertThat(client.frames()).hasSize(291);
    }
  }

  @Test
  void whatTheHistoryNoLongerHasIsAGapAndThenComesWhatIsNew() {
    open(0);
    publish(300);
    past.keptAfter = 100;
    try (LiveReader client = hear("log.9")) {
      assertThat(client.frame(1).path("code").textValue()).isEqualTo("gap");
      assertThat(client.frame(2).get("cursor").textValue()).isEqualTo("log.299");
      publish(1);
      awaitEvents(client, 1);
      assertThat(numbers(client)).containsExactly(300);
    }
  }

  @Test
  void whoAskedForTheOldestGetsWhatIsTheOldestByNow() {
    open(0);
    publish(300);
    past.keptAfter = 100;
    try (LiveReader client = hear("0")) {
      awaitEvents(client, 199);
      assertThat(numbers(client)).isEqualTo(range(101, 300));
      assertThat(client.frames()).noneMatch(frame -> frame.has("code"));
    }
  }

  @Test
  void whoGoesAwayMeanwhileIsForgotten() {
    open(0);
    publish(2_000);
    past.failures.set(Integer.MAX_VALUE);
    try (LiveReader client = hear("log.0")) {
      client.frame(0);
      await().until(() -> hub.catchingUp() == 1);
    }
    await().until(() -> hub.catchingUp() == 0);
  }

  @Test
  void eventsThatWereMissedOnThisNodeAreAGapForEveryReader() {
    open(0);
    publish(10);
    try (LiveReader live = entrance.open(server.root(), Pass.token(server.admin()), "cluster")) {
      live.frame(0);
      open(50);
      assertThat(live.frame(1).path("code").textValue()).isEqualTo("gap");
      assertThat(live.frame(2).get("cursor").textValue()).isEqualTo("log.49");
    }
  }
}
