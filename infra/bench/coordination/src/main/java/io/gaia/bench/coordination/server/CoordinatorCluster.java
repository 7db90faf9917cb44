package io.gaia.bench.coordination.server;

import io.gaia.bench.coordination.subject.Subject;
import io.gaia.bench.coordination.subject.Target;
import io.gaia.bench.process.Servers;
import io.gaia.client.auth.Role;
import io.gaia.client.auth.TokenMinter;
import io.gaia.client.coordination.Cluster;
import io.gaia.client.coordination.CoordinationClient;
import io.gaia.client.http.RefusedException;
import io.gaia.client.http.UnreachableException;
import io.gaia.local.layout.Checkout;
import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.ProcessSpec.Readiness;
import io.gaia.local.process.SupervisedProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Three coordinators as they are shipped that serve as one, without Kafka and PostgreSQL. */
public final class CoordinatorCluster implements MeasuredServer {
  private static final int NODES = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final List<String> JVM =
      List.of("-Xmx3g", "-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError");

  private final Servers servers;
  private final String settings;
  private final String token;
  private final List<String> names = new ArrayList<>();
  private final List<URI> urls = new ArrayList<>();
  private final List<CoordinationClient> clients = new ArrayList<>();
  private final List<SupervisedProcess> processes = new ArrayList<>();

  private CoordinatorCluster(Servers servers, Map<String, String> settings) throws IOException {
    this.servers = servers;
    this.settings = told(settings);
    this.token =
        TokenMinter.fromKeyFile(servers.state().signingKey())
            .mint(List.of(Role.AGENT, Role.ADMIN), "bench", List.of(), Duration.ofDays(1));
  }

  /** Without the paths of certificates. */
  private static String told(Map<String, String> settings) {
    String tls = settings.containsKey("CLUSTER_TLS_CERT_FILE") ? "; mutual TLS between nodes" : "";
    return tls
        + settings.entrySet().stream()
            .filter(each -> !each.getKey().startsWith("CLUSTER_TLS"))
            .map(each -> "; " + each)
            .sorted()
            .collect(Collectors.joining());
  }

  /**
   * Starts three empty ones, and returns when all serve.
   *
   * @param settings environment variables that differ from the shipped ones
   */
  public static CoordinatorCluster start(
      Servers servers, Checkout checkout, Map<String, String> settings)
      throws IOException, InterruptedException {
    CoordinatorCluster cluster = new CoordinatorCluster(servers, settings);
    List<String> addresses =
        IntStream.range(0, NODES).mapToObj(i -> "127.0.0.1:" + servers.freePort("raft")).toList();
    for (String address : addresses) {
      Map<String, String> environment = new HashMap<>(settings);
      environment.put("CLUSTER_ENABLED", "true");
      environment.put("CLUSTER_DISCOVERY_NODES", String.join(",", addresses));
      environment.put("CLUSTER_BIND_ADDR", address);
      cluster.launch(checkout, environment);
    }
    cluster.awaitWell();
    return cluster;
  }

  private void launch(Checkout checkout, Map<String, String> environment)
      throws IOException, InterruptedException {
    String name = "coordinator-" + names.size();
    Path directory = servers.state().coordinator(name);
    StateDirectory.delete(directory);
    Files.deleteIfExists(servers.state().hold(name));
    int port = servers.freePort(name);
    environment.put("HTTP_PORT", String.valueOf(port));
    environment.put("ADMIN_PORT", String.valueOf(servers.freePort(name + "'s admin")));
    environment.put("CLUSTER_DATA_DIR", directory.resolve("raft").toString());
    environment.put("AUTH_SIGNING_KEY_FILE", servers.state().signingKey().toString());
    URI url = URI.create("http://127.0.0.1:" + port);
    names.add(name);
    urls.add(url);
    clients.add(
        CoordinationClient.to(List.of(url), Optional.of(token), Duration.ZERO)
            .within(Duration.ZERO, Duration.ofSeconds(2)));
    processes.add(
        servers.start(
            CoordinatorServer.spec(
                checkout, name, JVM, environment, directory, Readiness.AT_ONCE)));
  }

  public List<URI> urls() {
    return List.copyOf(urls);
  }

  public String token() {
    return token;
  }

  /** As that node sees all of them; empty when it does not answer. */
  public Optional<Cluster> seenBy(int node) {
    try {
      return Optional.of(clients.get(node).operations().cluster());
    } catch (RefusedException | UnreachableException e) {
      return Optional.empty();
    }
  }

  /** Waits until one leads, and returns which. */
  public int awaitLeader() {
    long began = System.nanoTime();
    while (true) {
      for (int node = 0; node < NODES; node++) {
        if (seenBy(node).filter(seen -> seen.role().equals("leader")).isPresent()) {
          return node;
        }
      }
      lookAgain(began, "no coordinator leads");
    }
  }

  /** Waits until all serve, and each has what the others have. */
  public void awaitWell() {
    long began = System.nanoTime();
    while (!isWell()) {
      lookAgain(began, "the coordinators are not all well");
    }
  }

  private boolean isWell() {
    List<Cluster> seen =
        IntStream.range(0, NODES).mapToObj(this::seenBy).flatMap(Optional::stream).toList();
    long furthest = seen.stream().mapToLong(Cluster::commitIndex).max().orElse(0);
    return seen.size() == NODES
        && seen.stream()
            .allMatch(each -> each.leader().isPresent() && each.appliedIndex() >= furthest);
  }

  private static void lookAgain(long began, String failure) {
    if (System.nanoTime() - began > PATIENCE.toNanos()) {
      throw new IllegalStateException(failure + " after " + PATIENCE.toSeconds() + " s");
    }
    LockSupport.parkNanos(LOOK_AGAIN_NANOS);
  }

  /** {@code kill -9}; it stays down until it is revived. Returns when it has gone. */
  public void kill(int node) throws IOException {
    Path hold = servers.state().hold(names.get(node));
    Files.createDirectories(hold.getParent());
    Files.createFile(hold);
    processes
        .get(node)
        .pid()
        .flatMap(ProcessHandle::of)
        .ifPresent(
            process -> {
              process.destroyForcibly();
              process.onExit().join();
            });
  }

  public void revive(int node) throws IOException {
    Files.delete(servers.state().hold(names.get(node)));
  }

  /** All of its addresses, with commas between. */
  @Override
  public Target target(Subject subject) {
    String all = urls.stream().map(URI::toString).collect(Collectors.joining(","));
    return new Target(subject, all, token, Servers.pids(processes));
  }

  @Override
  public String description() {
    return "three nodes, shipped coordinator.yml, fsync on, JWT on, no Kafka, no PostgreSQL; JVM "
        + String.join(" ", JVM)
        + settings;
  }

  @Override
  public void close() {
    processes.forEach(servers::stop);
  }
}
