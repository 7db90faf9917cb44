package io.gaia.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.core.ApplyResult;
import io.gaia.core.RecordedEvent;
import io.gaia.core.Request;
import io.gaia.core.Settings;
import io.gaia.core.View;
import io.gaia.core.command.Command;
import io.gaia.core.command.LockCommand;
import io.gaia.core.command.SessionCommand.RegisterSession;
import io.gaia.core.command.TaskCommand;
import io.gaia.core.model.Provider;
import io.gaia.core.model.Requires;
import io.gaia.core.model.SessionProfile;
import io.gaia.core.model.TaskSpec;
import io.gaia.core.model.Tier;
import io.gaia.schemas.backup.BackupHead;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.config.ClusterSettings;
import io.gaia.server.config.HostPort;
import io.gaia.server.config.HostPorts;
import io.gaia.server.config.KafkaSettings;
import io.gaia.server.config.LiveLimits;
import io.gaia.server.config.NodeTlsSettings;
import io.gaia.server.config.RaftSettings;
import io.gaia.server.eventlog.EventLog;
import io.gaia.server.eventlog.EventLogSettings;
import io.gaia.server.eventlog.Position;
import io.gaia.server.kafka.KafkaLink;
import io.gaia.server.kafka.OrderedPublisher;
import io.gaia.server.live.LiveServer;
import io.gaia.server.live.LiveSettings;
import io.gaia.server.replication.AppliedListener;
import io.gaia.server.replication.CoordinationNode;
import io.gaia.server.replication.Transport;
import io.gaia.server.testkit.AsyncApi;
import io.gaia.server.testkit.Entrance;
import io.gaia.server.testkit.KafkaProcess;
import io.gaia.server.testkit.LiveClient;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * I9 from end to end: what the state machine emitted under random commands, restarts and snapshots
 * is what a socket with random disconnects and the topic in Kafka have: all of it, in order, once.
 */
@Timeout(300)
class EventsEndToEndTest {
  private static final long SEED = Long.getLong("gaia.events.seed", 20261126L);
  private static final int COMMANDS = 2_000;
  private static final Duration LONG = Duration.ofSeconds(120);

  /** Memory holds few frames, so that most of what is missed comes from the files. */
  private static final LiveSettings FORGETFUL =
      new LiveSettings(
          1_000,
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(75),
          30,
          1024 * 1024,
          8L * 1024 * 1024,
          new LiveLimits(100, 100, 10, 16 * 1024, 1_000, 1_000));

  @TempDir Path directory;

  private final Random random = new Random(SEED);

  /** What the state machine emitted, by place; an entry that is applied again must say the same. */
  private final ConcurrentSkipListMap<Long, RecordedEvent> emitted = new ConcurrentSkipListMap<>();

  private final class Truth implements AppliedListener {
    @Override
    public void applied(ApplyResult result, View view) {
      for (RecordedEvent event : result.events()) {
        RecordedEvent before = emitted.put(Position.of(event.index(), event.ordinal()), event);
        assertThat(before == null || before.equals(event)).isTrue();
      }
    }
  }

  /** A node with its event log, sockets and relay, as the module puts them together. */
  private final class House implements AutoCloseable {
    private final LiveServer live;
    private final CoordinationNode node;
    private final CoordinationFeed feed;
    private final KafkaRelay relay;

    House(KafkaSettings kafka) throws Exception {
      this(kafka, directory, Optional.empty());
    }

    /**
     * @param group where it listens for others; absent: it is alone
     */
    House(KafkaSettings kafka, Path disk, Optional<HostPort> group) throws Exception {
      live = new LiveServer(directory, FORGETFUL, Instant::now);
      node =
          new CoordinationNode(
              new ClusterSettings(
                  group.isPresent(),
                  "node-1",
                  group.orElse(new HostPort("127.0.0.1", 0)),
                  Optional.empty(),
                  ClusterSettings.DiscoveryType.STATIC,
                  group.map(own -> new HostPorts(List.of(own))).orElse(HostPorts.NONE),
                  disk.resolve("raft"),
                  true,
                  Optional.empty(),
                  NodeTlsSettings.NONE),
              new RaftSettings(
                  Duration.ofMillis(150), Duration.ofMillis(300), Duration.ofHours(1), 2, 20_000),
              new Transport.Netty(),
              Settings.DEFAULTS,
              InstantSource.system(),
              failure -> {});
      EventLog log =
          EventLog.open(
              disk.resolve("events"),
              node.streamId(),
              new EventLogSettings(Duration.ofHours(1), 1024 * 1024),
              Instant::now);
      feed =
          new CoordinationFeed(log, live.hub(), node.streamId(), KafkaRelay::relayed, Instant::now);
      relay =
          new KafkaRelay(
              log,
              new OrderedPublisher(kafka),
              node.sequencer(),
              new MetricRegistry(),
              Instant::now);
      node.addListener(new Truth());
      node.addListener(feed);
      feed.start();
      node.start();
      assertThat(node.awaitLeader(Duration.ofSeconds(60))).isTrue();
      relay.start();
    }

    void ask(Command command) throws Exception {
      node.sequencer().submit(Request.of(command)).get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
      relay.stop();
      node.close();
      feed.stop();
      live.close();
    }
  }

  /** Hears the cluster with random disconnects, and keeps every event with its cursor. */
  private static final class Reader {
    private final List<JsonNode> heard = new ArrayList<>();
    private String cursor = "0";
    private Optional<LiveClient> client = Optional.empty();

    void connect(House house) {
      if (client.isEmpty()) {
        client =
            Optional.of(
                LiveClient.withToken(house.live.ws(""), house.live.admin())
                    .subscribe("cluster", cursor));
      }
    }

    void disconnect() {
      client.ifPresent(
          open -> {
            open.close();
            List<JsonNode> frames = open.frames();
            assertThat(frames).noneMatch(frame -> frame.get("type").asText().equals("error"));
            frames.stream()
                .filter(frame -> frame.get("type").asText().equals("event"))
                .forEach(heard::add);
            if (!frames.isEmpty()) {
              cursor = frames.get(frames.size() - 1).get("cursor").textValue();
            }
          });
      client = Optional.empty();
    }

    int size() {
      return heard.size() + client.map(open -> open.events().size()).orElse(0);
    }
  }

  private Command random(View view) {
    String session = "s-" + random.nextInt(5);
    String lock = "lock-" + random.nextInt(3);
    return switch (random.nextInt(10)) {
      case 0 -> registration(session);
      case 1, 2, 3 -> task("t-" + random.nextInt(1_000_000));
      case 4, 5 ->
          new TaskCommand.ClaimTasks(
              session, OptionalLong.empty(), 1 + random.nextInt(5), Optional.empty());
      case 6, 7 -> outcome(view, session);
      case 8 -> new LockCommand.AcquireLock(lock, session, OptionalLong.empty(), 60_000, 0, "{}");
      default ->
          new LockCommand.ReleaseLock(
              lock, session, view.lock(lock).map(held -> held.fence()).orElse(0L));
    };
  }

  private static RegisterSession registration(String session) {
    return new RegisterSession(
        session,
        new SessionProfile(
            session,
            "user-" + session,
            Tier.WORKER,
            Provider.CLAUDE,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            100,
            "{}"),
        true);
  }

  private static TaskCommand.EnqueueTask task(String id) {
    return new TaskCommand.EnqueueTask(
        id,
        new TaskSpec(
            "test",
            "{}",
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            Requires.NOTHING,
            List.of(),
            OptionalLong.empty(),
            OptionalInt.empty()));
  }

  private Command outcome(View view, String session) {
    var claims = view.claimsOf(session);
    if (claims.isEmpty()) {
      return task("t-" + random.nextInt(1_000_000));
    }
    var task = claims.get(random.nextInt(claims.size()));
    return new TaskCommand.CompleteTask(
        task.id(), session, task.fence(), Optional.of("{\"ok\":true}"));
  }

  @Test
  void whatWasEmittedIsWhatSocketsAndKafkaHave() throws Exception {
    System.out.printf("events end to end: seed %d%n", SEED);
    KafkaProcess broker = new KafkaProcess(directory).start();
    KafkaSettings kafka =
        new KafkaSettings(
            Optional.of(new HostPorts(List.of(HostPort.parse(broker.address())))),
            1,
            3,
            Duration.ofSeconds(5),
            Duration.ofMillis(200),
            Map.of());
    KafkaLink link = new KafkaLink(kafka);
    await().atMost(LONG).ignoreExceptions().until(() -> made(link));
    List<Reader> readers = List.of(new Reader(), new Reader(), new Reader());
    House house = new House(kafka);
    try (broker;
        link) {
      for (int i = 0; i < COMMANDS; i++) {
        house.ask(random(house.node.view()));
        if (random.nextInt(40) == 0) {
          Reader reader = readers.get(random.nextInt(readers.size()));
          if (random.nextBoolean()) {
            reader.connect(house);
          } else {
            reader.disconnect();
          }
        }
        if (i == COMMANDS / 4) {
          house.node.snapshot().get(60, TimeUnit.SECONDS);
        }
        if (i == COMMANDS / 2) {
          readers.forEach(Reader::disconnect);
          house.close();
          house = new House(kafka);
        }
      }
      House last = house;
      readers.forEach(reader -> reader.connect(last));
      for (Reader reader : readers) {
        await().atMost(LONG).until(() -> reader.size() >= emitted.size());
        reader.disconnect();
        assertThat(Cursors.ofFrames(reader.heard)).isEqualTo(List.copyOf(emitted.keySet()));
      }
      assertThat(firstOfEachType(readers.get(0).heard))
          .allSatisfy(frame -> assertThat(AsyncApi.faults(Entrance.SOCKET, frame)).isEmpty());
      await().atMost(LONG).until(() -> relayed(broker).size() >= emitted.size());
      assertThat(Cursors.sorted(relayed(broker))).isEqualTo(List.copyOf(emitted.keySet()));
      await().atMost(LONG).until(() -> KafkaRelay.relayed(last.node.view()) >= emitted.lastKey());

      // the log of a lone node, and of a group, whose stream is always called the same
      String cursor = readers.get(0).cursor;
      for (String disk : List.of("second", "third")) {
        Path backup = backup(house.node, directory.resolve(disk + ".backup"));
        house.ask(task("undone-" + disk));
        await().atMost(LONG).until(() -> relayed(broker).size() >= emitted.size());
        house.close();
        house = restored(backup, directory.resolve(disk), kafka);
        cursor = hearsAGapAndThenWhatIsNew(house, cursor);
        await().atMost(LONG).until(() -> relayed(broker).size() >= emitted.size());
        assertThat(Cursors.sorted(relayed(broker))).isEqualTo(List.copyOf(emitted.keySet()));
        KafkaRelay relay = house.relay;
        await().atMost(LONG).until(() -> relay.state().isUp());
        assertThat(relay.state().detail()).contains("not in Kafka");
      }
    } finally {
      house.close();
    }
  }

  private static Path backup(CoordinationNode node, Path file) throws Exception {
    try (OutputStream out = Files.newOutputStream(file)) {
      node.backup().get(60, TimeUnit.SECONDS).writeTo(out);
    }
    return file;
  }

  private House restored(Path backup, Path disk, KafkaSettings kafka) throws Exception {
    Path data = Files.createDirectories(disk.resolve("raft"));
    Files.copy(backup, data.resolve(BackupHead.TO_RESTORE));
    try (ServerSocket free = new ServerSocket(0)) {
      HostPort own = new HostPort("127.0.0.1", free.getLocalPort());
      free.close();
      return new House(kafka, disk, Optional.of(own));
    }
  }

  /**
   * @return the cursor of something that happened after the next backup was taken
   */
  private String hearsAGapAndThenWhatIsNew(House house, String cursor) throws Exception {
    LiveClient reader =
        LiveClient.withToken(house.live.ws(""), house.live.admin()).subscribe("cluster", cursor);
    await().atMost(LONG).until(() -> reader.frames().size() >= 2);
    assertThat(reader.frames()).anyMatch(frame -> frame.path("code").asText().equals("gap"));
    house.ask(registration("after-the-restore"));
    await().atMost(LONG).until(() -> !reader.events().isEmpty());
    JsonNode last = reader.events().get(reader.events().size() - 1);
    reader.close();
    return last.get("cursor").textValue();
  }

  private static List<JsonNode> firstOfEachType(List<JsonNode> frames) {
    Map<String, JsonNode> first = new HashMap<>();
    frames.forEach(frame -> first.putIfAbsent(frame.at("/event/type").textValue(), frame));
    return List.copyOf(first.values());
  }

  private static boolean made(KafkaLink link) throws Exception {
    link.ensureTopics();
    return true;
  }

  private static Set<Long> relayed(KafkaProcess broker) throws Exception {
    Map<Integer, List<JsonNode>> partitions = new HashMap<>();
    for (ConsumerRecord<String, byte[]> record : broker.recordsOf(Topic.COORDINATION_EVENTS)) {
      partitions
          .computeIfAbsent(record.partition(), p -> new ArrayList<>())
          .add(EventCodec.mapper().readTree(record.value()));
    }
    Set<Long> all = new java.util.HashSet<>();
    partitions.values().forEach(records -> all.addAll(Cursors.firstAppearances(records)));
    return all;
  }
}
