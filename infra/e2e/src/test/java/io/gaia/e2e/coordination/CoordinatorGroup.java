package io.gaia.e2e.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gaia.client.auth.Role;
import io.gaia.client.auth.TokenMinter;
import io.gaia.local.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Three coordinators, each a process of its own, that serve as one. */
final class CoordinatorGroup implements AutoCloseable {
  static final int SIZE = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final List<LoneCoordinator> nodes = new ArrayList<>();
  private final List<Machine> machines = new ArrayList<>();
  private final Path directory;
  private final Map<String, String> settings;
  private final Ports ports = new Ports(false, text -> {}, new Random());
  private final TokenMinter tokens;
  private final String admin;

  CoordinatorGroup(Path directory, Map<String, String> settings)
      throws IOException, InterruptedException {
    this(directory, settings, Optional.empty(), false);
  }

  /**
   * Each node on a {@link Machine} of its own.
   *
   * @param network where they live; else on this machine's loopback
   */
  static CoordinatorGroup onMachines(
      Path directory, Map<String, String> settings, Optional<Network> network)
      throws IOException, InterruptedException {
    return new CoordinatorGroup(directory, settings, network, true);
  }

  private CoordinatorGroup(
      Path directory, Map<String, String> settings, Optional<Network> network, boolean onMachines)
      throws IOException, InterruptedException {
    this.directory = directory;
    this.settings = new HashMap<>(settings);
    Path key = directory.resolve("signing.key");
    tokens = TokenMinter.fromKeyFile(key);
    admin = token(Role.ADMIN, "watcher");
    this.settings.put("CLUSTER_ENABLED", "true");
    this.settings.put("AUTH_SIGNING_KEY_FILE", key.toString());
    for (int i = 0; i < SIZE; i++) {
      int number = i;
      nodes.add(
          new LoneCoordinator(
              directory.resolve("node-" + i),
              this.settings,
              ports,
              network.map(its -> its.address(number)).orElse("127.0.0.1"),
              network.map(its -> its.inside(number)).orElse(List.of())));
    }
    String members =
        nodes.stream().map(LoneCoordinator::clusterAddress).collect(Collectors.joining(","));
    this.settings.put("CLUSTER_DISCOVERY_NODES", members);
    for (LoneCoordinator node : nodes) {
      node.set("CLUSTER_DISCOVERY_NODES", members);
      if (onMachines) {
        Machine machine = Machine.build(node.machine(), node.disk());
        machine.environment().forEach(node::set);
        machines.add(machine);
      }
      node.launch();
    }
  }

  String token(Role role, String subject) {
    return tokens.mint(List.of(role), subject, List.of(), Duration.ofHours(6));
  }

  LoneCoordinator node(int number) {
    return nodes.get(number);
  }

  /** An empty node on this machine's loopback. */
  LoneCoordinator newcomer(String name) throws IOException {
    return new LoneCoordinator(directory.resolve(name), settings, ports);
  }

  /** Launches an empty node and returns when it waits to become a member. */
  void launchToJoin(LoneCoordinator node) throws IOException {
    node.set("CLUSTER_BOOTSTRAP", "false");
    node.launch();
    Awaitility.await("it waits to become a member; " + node.log())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .failFast(node::requireAlive)
        .until(() -> status(node).has("role"));
  }

  /** That one is the node of this number from now on; the one before has ended. */
  void put(int number, LoneCoordinator node) {
    nodes.set(number, node);
  }

  /** What that node runs on, if it is a machine of its own. */
  Machine machine(int number) {
    return machines.get(number);
  }

  List<URI> urls() {
    return nodes.stream().map(LoneCoordinator::url).toList();
  }

  List<URI> apis() {
    return nodes.stream().map(LoneCoordinator::api).toList();
  }

  /** Waits until a node other than those leads, and says so. */
  int awaitLeader(List<Integer> others) {
    return Awaitility.await("a leader beside " + others)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> leader(others), Optional::isPresent)
        .orElseThrow();
  }

  private Optional<Integer> leader(List<Integer> others) {
    for (int i = 0; i < SIZE; i++) {
      if (!others.contains(i) && isLeader(i)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /** As it sees itself. */
  boolean isLeader(int number) {
    return role(number).equals("leader");
  }

  /** As it sees itself; empty when it does not answer. */
  String role(int number) {
    return status(nodes.get(number)).path("role").asText();
  }

  /** Waits until that node serves and has all that any other has now. */
  void awaitCaughtUp(int number) {
    Awaitility.await("node " + number + " caught up; " + nodes.get(number).log())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> isCaughtUp(number));
  }

  /** The last log entry that any node knows to be committed. */
  long furthestCommit() {
    return nodes.stream()
        .mapToLong(node -> status(node).path("commit_index").asLong(0))
        .max()
        .orElse(0);
  }

  /** How many log entries that node is behind the one that knows most; 0 if it does not answer. */
  long entriesBehind(int number) {
    long furthest = furthestCommit();
    return furthest - status(nodes.get(number)).path("commit_index").asLong(furthest);
  }

  /** Its wall clock, as its answers tell; this machine's if it does not answer. */
  Instant clockOf(int number) {
    HttpRequest request =
        HttpRequest.newBuilder(nodes.get(number).api()).timeout(Duration.ofSeconds(2)).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding())
          .headers()
          .firstValue("Date")
          .map(date -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from))
          .orElseThrow(() -> new AssertionError("its answers have no date"));
    } catch (IOException e) {
      return Instant.now();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Instant.now();
    }
  }

  /** Whether it serves and has all that any other has now. */
  boolean isCaughtUp(int number) {
    long furthest = furthestCommit();
    JsonNode own = status(nodes.get(number));
    return own.hasNonNull("leader") && own.path("applied_index").asLong(-1) >= furthest;
  }

  /** As that node sees the group; empty when it does not answer. */
  private JsonNode status(LoneCoordinator node) {
    return ask(node, "/cluster", request -> request.GET());
  }

  private JsonNode ask(LoneCoordinator node, String path, UnaryOperator<HttpRequest.Builder> how) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(node.api() + path))
            .header("Authorization", "Bearer " + admin)
            .timeout(Duration.ofSeconds(2));
    try {
      HttpResponse<byte[]> answer =
          http.send(how.apply(request).build(), HttpResponse.BodyHandlers.ofByteArray());
      return answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.createObjectNode();
    } catch (IOException e) {
      return JSON.createObjectNode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return JSON.createObjectNode();
    }
  }

  /**
   * Has all write snapshots until there is one of the same log entry on each disk.
   *
   * @return the checksum that each node has of it
   */
  List<String> checksumsOfTheSameSnapshot() {
    return Awaitility.await("a snapshot of the same entry on all nodes")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        // an older one is being removed
        .ignoreExceptionsInstanceOf(IOException.class)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(this::sameSnapshot, checksums -> !checksums.isEmpty());
  }

  /** Asks each node that serves to write one. */
  void writeSnapshots() {
    for (LoneCoordinator node : nodes) {
      ask(node, "/cluster/snapshot", request -> request.POST(HttpRequest.BodyPublishers.noBody()));
    }
  }

  private List<String> sameSnapshot() throws IOException {
    List<Map<String, String>> byNode = new ArrayList<>();
    writeSnapshots();
    for (LoneCoordinator node : nodes) {
      byNode.add(node.snapshots());
    }
    return byNode.get(0).keySet().stream()
        .filter(name -> byNode.stream().allMatch(each -> each.containsKey(name)))
        .findFirst()
        .map(name -> byNode.stream().map(each -> each.get(name)).toList())
        .orElse(List.of());
  }

  @Override
  public void close() {
    nodes.forEach(LoneCoordinator::close);
  }
}
