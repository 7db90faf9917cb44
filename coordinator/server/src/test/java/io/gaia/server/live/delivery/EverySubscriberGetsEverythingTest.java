package io.gaia.server.live.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gaia.server.testkit.CoordinatorProcess;
import io.gaia.server.testkit.KafkaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every subscriber ends with every event of its channels, in order, once: over connections that
 * break at random, {@code kill -9} of the coordinator while events come, and readers that are cut
 * off because they stopped reading.
 *
 * <p>{@code -Dgaia.delivery.seed=N} takes the choices of a run again (threads and the network still
 * take their own turns); {@code -Dgaia.soak=true} has 200 subscribers and 100,000 events.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class EverySubscriberGetsEverythingTest {
  private static final boolean SOAK = Boolean.getBoolean("gaia.soak");
  private static final int SUBSCRIBERS = SOAK ? 200 : 20;
  private static final int EVENTS = SOAK ? 100_000 : 5_000;
  private static final int KILLS = SOAK ? 10 : 2;
  private static final int MOST_AT_ONCE = SOAK ? 500 : 100;
  private static final int MOST_FRAMES_IN_ONE_GO = EVENTS / 10;
  private static final int LOUD_REASON = 8_000;
  private static final int REASON = 100;
  private static final int FAULTS_SHOWN = 30;
  private static final int SLOW_READERS = SOAK ? 4 : 2;
  private static final int SLOW_READER = 4008;
  private static final String CUT_OFF = "live_slow_readers_total";
  private static final int LOUD_AT_ONCE = 100;
  private static final int FRAMES_THAT_MAY_WAIT = 1_000;
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(SOAK ? 30 : 10);

  @TempDir Path directory;

  private final long seed = Long.getLong("gaia.delivery.seed", System.nanoTime() & 0xffff_ffffL);
  private final Random random = new Random(seed);
  private final long started = System.nanoTime();
  private KafkaProcess broker;
  private CoordinatorProcess coordinator;
  private Detection detection;
  private Enqueuer enqueuer;
  private Crowd crowd;

  @BeforeEach
  void start() {
    System.out.println("gaia.delivery.seed=" + seed);
    broker = new KafkaProcess(directory).start();
    coordinator =
        new CoordinatorProcess(
                directory,
                Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS", broker.address(), "KAFKA_RETRY_INTERVAL", "200ms"))
            .start();
    detection = new Detection(broker.address(), random);
    enqueuer = new Enqueuer(coordinator);
    crowd =
        new Crowd(SUBSCRIBERS, SLOW_READERS, coordinator, detection, random, MOST_FRAMES_IN_ONE_GO);
  }

  @AfterEach
  void stop() {
    crowd.close();
    detection.close();
    coordinator.close();
    broker.close();
  }

  @Test
  void overBrokenConnectionsKillsAndSlowReaders() throws Exception {
    publish();
    crowd.start();
    await("everybody has subscribed").atMost(PATIENCE).until(crowd::haveBegun);
    for (int kills = 0; kills <= KILLS; kills++) {
      while (published() * (KILLS + 1L) < EVENTS * (kills + 1L)) {
        publish();
        awaitHalf();
      }
      if (kills == KILLS / 2) {
        crowd.slow().forEach(this::stopReadingUntilCutOff);
      }
      if (kills < KILLS) {
        killWhilePublishing();
      }
    }
    awaitAll();

    Map<String, List<Long>> published = Channels.inTopics(broker);
    List<String> faults = crowd.faults(published);
    report(published);
    assertThat(faults.subList(0, Math.min(faults.size(), FAULTS_SHOWN)))
        .as(faults.size() + " faults; seed " + seed)
        .isEmpty();
    assertThat(Channels.enqueuedTasks(broker))
        .containsExactlyInAnyOrderElementsOf(enqueuer.taskIds());
  }

  private int published() {
    return Channels.CLASSES.stream().mapToInt(detection::sent).sum() + enqueuer.taskIds().size();
  }

  private void publish() throws Exception {
    int count = 1 + random.nextInt(MOST_AT_ONCE);
    if (random.nextInt(Channels.CLASSES.size() + 1) == 0) {
      enqueuer.tasks(count);
    } else {
      int classroom = random.nextInt(Channels.CLASSES.size());
      detection.alerts(Channels.CLASSES.get(classroom), count, REASON);
    }
  }

  /** Some come while it dies, some while it is down, some perhaps when it is back. */
  private void killWhilePublishing() throws Exception {
    long began = System.nanoTime();
    CompletableFuture<Void> again =
        CompletableFuture.runAsync(
            () -> {
              coordinator.kill();
              coordinator.start();
            });
    for (int i = 0; i < 4; i++) {
      publish();
    }
    again.join();
    say("served again %.1f s after its kill".formatted((System.nanoTime() - began) / 1e9));
  }

  /** Others go on meanwhile; it comes back by its cursors, as after any other end. */
  private void stopReadingUntilCutOff(Subscriber reader) {
    String loud = Channels.ofClass(Channels.LOUD_CLASS);
    await("a reader that stopped was told that it is slow")
        .atMost(PATIENCE)
        .until(
            () -> {
              detection.alerts(Channels.LOUD_CLASS, 1, REASON);
              long newest = detection.sent(Channels.LOUD_CLASS) - 1;
              await("it reads what is live")
                  .atMost(PATIENCE)
                  .until(() -> reader.hasGot(loud, newest));
              int ends = reader.timesEnded();
              reader.stopReading();
              await().atMost(PATIENCE).until(reader::isStalled);
              publishUntilOneIsCutOff();
              reader.readOn();
              await().atMost(PATIENCE).until(() -> reader.timesEnded() > ends);
              return reader.ends().containsKey(SLOW_READER);
            });
    say("a slow reader was cut off");
  }

  /** Others who are cut off, because the machine is busy, are not counted at the beginning. */
  private void publishUntilOneIsCutOff() throws Exception {
    double cutOff = coordinator.metric(CUT_OFF);
    for (int sent = 0; coordinator.metric(CUT_OFF) == cutOff; sent += LOUD_AT_ONCE) {
      detection.alerts(Channels.LOUD_CLASS, LOUD_AT_ONCE, LOUD_REASON);
      awaitHalf();
      if (sent < FRAMES_THAT_MAY_WAIT) {
        cutOff = coordinator.metric(CUT_OFF);
      }
    }
  }

  private void awaitHalf() {
    for (Map.Entry<String, Integer> sent : detection.sent().entrySet()) {
      String channel = Channels.ofClass(sent.getKey());
      long last = sent.getValue() - 1;
      await("half of the subscribers have the newest event of " + channel)
          .atMost(PATIENCE)
          .pollInterval(POLL)
          .until(() -> crowd.halfHaveGot(channel, last));
    }
  }

  /** If not everybody gets the last event, the check says what else is missing. */
  private void awaitAll() {
    await("all tasks are in the topic")
        .atMost(PATIENCE)
        .until(() -> Channels.enqueuedTasks(broker).size() >= enqueuer.taskIds().size());
    Map<String, List<Long>> published = Channels.inTopics(broker);
    try {
      await("everybody has the last event of each channel")
          .atMost(PATIENCE)
          .until(
              () ->
                  published.entrySet().stream()
                      .allMatch(
                          each ->
                              crowd.allHaveGot(
                                  each.getKey(), each.getValue().get(each.getValue().size() - 1))));
    } catch (ConditionTimeoutException e) {
      say(e.getMessage());
    }
  }

  private void report(Map<String, List<Long>> published) {
    Map<String, Integer> events = new TreeMap<>();
    published.forEach((channel, numbers) -> events.put(channel, numbers.size()));
    say(
        "%d subscribers got %d events of %s; connections ended so often with: %s"
            .formatted(SUBSCRIBERS, crowd.events(), events, crowd.ends()));
  }

  private void say(String what) {
    System.out.printf("%6.1f s: %s%n", (System.nanoTime() - started) / 1e9, what);
  }
}
