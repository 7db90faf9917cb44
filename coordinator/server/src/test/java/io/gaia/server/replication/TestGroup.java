package io.gaia.server.replication;

import static org.awaitility.Awaitility.await;

import io.gaia.core.Settings;
import io.gaia.schemas.backup.BackupHead;
import io.gaia.server.config.ClusterSettings;
import io.gaia.server.config.HostPort;
import io.gaia.server.config.HostPorts;
import io.gaia.server.config.NodeTlsSettings;
import io.gaia.server.config.RaftSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Three nodes of one group in this process, each on a real disk and a port of its own. */
final class TestGroup implements AutoCloseable {
  private static final int SIZE = 3;
  private static final int ROOM = SIZE + 1;

  /** A busy machine is no reason for an election. */
  private static final RaftSettings CALM = raft(Duration.ofMillis(500), Duration.ofMillis(1000));

  private final Path directory;
  private final Transport transport;
  private final RaftSettings raft;
  private final List<HostPort> addresses = new ArrayList<>();
  private final List<Optional<CoordinationNode>> nodes = new ArrayList<>();
  private final List<KnownFormat> builds = new ArrayList<>();
  private final Map<Integer, Throwable> failures = new ConcurrentHashMap<>();

  private TestGroup(Path directory, Transport transport, RaftSettings raft) throws IOException {
    this.directory = directory;
    this.transport = transport;
    this.raft = raft;
    List<ServerSocket> held = new ArrayList<>();
    for (int i = 0; i < ROOM; i++) {
      held.add(new ServerSocket(0));
      addresses.add(new HostPort("127.0.0.1", held.get(i).getLocalPort()));
      nodes.add(Optional.empty());
      builds.add(KnownFormat.CURRENT);
    }
    for (ServerSocket socket : held) {
      socket.close();
    }
  }

  private static RaftSettings raft(Duration shortest, Duration longest) {
    return new RaftSettings(shortest, longest, Duration.ofHours(1), 2, 20_000);
  }

  static TestGroup start(Path directory, Transport transport) throws IOException {
    return start(directory, transport, CALM);
  }

  /** With heartbeats so rare that nothing may have to wait for one: every two seconds. */
  static TestGroup startWithRareHeartbeats(Path directory, Transport transport) throws IOException {
    return start(directory, transport, raft(Duration.ofSeconds(4), Duration.ofSeconds(5)));
  }

  private static TestGroup start(Path directory, Transport transport, RaftSettings raft)
      throws IOException {
    TestGroup group = new TestGroup(directory, transport, raft);
    IntStream.range(0, SIZE).forEach(group::start);
    group.leader();
    return group;
  }

  /** Of nodes of different builds. */
  static TestGroup start(Path directory, Transport transport, List<KnownFormat> builds)
      throws IOException {
    TestGroup group = new TestGroup(directory, transport, CALM);
    for (int i = 0; i < SIZE; i++) {
      group.start(i, builds.get(i));
    }
    group.leader();
    return group;
  }

  /** The first node begins with that backup, and the others come to it empty. */
  static TestGroup restore(Path backup, Path directory, HostPort first, Transport transport)
      throws IOException {
    TestGroup group = new TestGroup(directory, transport, CALM);
    group.addresses.set(0, first);
    Path data = Files.createDirectories(group.directory(0));
    Files.copy(backup, data.resolve(BackupHead.TO_RESTORE));
    group.start(0);
    for (int number = 1; number < SIZE; number++) {
      group.start(number, false);
      group.node(group.leader()).membership().add(group.address(number));
    }
    return group;
  }

  private Path directory(int number) {
    return directory.resolve("node-" + number);
  }

  void start(int number) {
    start(number, number < SIZE);
  }

  void start(int number, KnownFormat build) {
    builds.set(number, build);
    start(number);
  }

  /** Why that node serves no more, if it had to stop. */
  Optional<Throwable> failure(int number) {
    return Optional.ofNullable(failures.get(number));
  }

  private void start(int number, boolean bootstrap) {
    failures.remove(number);
    try {
      CoordinationNode node =
          new CoordinationNode(
              new ClusterSettings(
                  true,
                  "unused",
                  addresses.get(number),
                  Optional.empty(),
                  ClusterSettings.DiscoveryType.STATIC,
                  new HostPorts(addresses.subList(0, SIZE)),
                  directory(number),
                  bootstrap,
                  Optional.empty(),
                  NodeTlsSettings.NONE),
              raft,
              TestNode.SMALL_LOG,
              builds.get(number),
              transport,
              Settings.DEFAULTS,
              InstantSource.system(),
              failure -> failures.put(number, failure));
      nodes.set(number, Optional.of(node));
      node.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It waits to be added, as a node does whose disk was lost. */
  void startWithNewDisk(int number) throws IOException {
    try (Stream<Path> files = Files.walk(directory(number))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    start(number, false);
  }

  void stop(int number) {
    try {
      nodes.get(number).orElseThrow().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    nodes.set(number, Optional.empty());
  }

  /** The number that no first member has: that node waits to be added. */
  int newcomer() {
    return SIZE;
  }

  CoordinationNode node(int number) {
    return nodes.get(number).orElseThrow();
  }

  HostPort address(int number) {
    return addresses.get(number);
  }

  /** The number of the node that serves commands; waits for one. */
  int leader() {
    return await("a leader")
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () ->
                IntStream.range(0, ROOM)
                    .filter(
                        number ->
                            nodes
                                .get(number)
                                .map(node -> node.sequencer().isLeading())
                                .orElse(false))
                    .findFirst(),
            java.util.OptionalInt::isPresent)
        .getAsInt();
  }

  /** A node that does not lead. */
  int follower() {
    int leader = leader();
    return IntStream.range(0, ROOM)
        .filter(number -> number != leader && nodes.get(number).isPresent())
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    for (int i = 0; i < ROOM; i++) {
      if (nodes.get(i).isPresent()) {
        stop(i);
      }
    }
  }
}
