package io.gaia.bench.coordination.server;

import io.gaia.bench.coordination.subject.Subject;
import io.gaia.bench.coordination.subject.Target;
import io.gaia.bench.process.JvmCommand;
import io.gaia.bench.process.Servers;
import io.gaia.client.auth.Role;
import io.gaia.client.auth.TokenMinter;
import io.gaia.local.layout.Checkout;
import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.ProcessSpec;
import io.gaia.local.process.ProcessSpec.Readiness;
import io.gaia.local.process.ProcessSpec.Restart;
import io.gaia.local.process.ProcessSpec.Stop;
import io.gaia.local.process.SupervisedProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One coordinator as it is shipped: a node of its own, without Kafka and PostgreSQL. */
public final class CoordinatorServer implements MeasuredServer {
  private static final List<String> JVM =
      List.of("-Xmx4g", "-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final Servers servers;
  private final String name;
  private final Path directory;
  private final String url;
  private final ProcessSpec spec;
  private final String token;
  private SupervisedProcess process;

  private CoordinatorServer(Servers servers, Checkout checkout, String name) throws IOException {
    this.servers = servers;
    this.name = name;
    StateDirectory state = servers.state();
    directory = state.coordinator(name);
    StateDirectory.delete(directory);
    int port = servers.freePort(name);
    url = "http://127.0.0.1:" + port;
    token =
        TokenMinter.fromKeyFile(state.signingKey())
            .mint(List.of(Role.AGENT, Role.ADMIN), "bench", List.of(), Duration.ofDays(1));
    Map<String, String> environment =
        Map.of(
            "HTTP_PORT", String.valueOf(port),
            "ADMIN_PORT", String.valueOf(servers.freePort(name + "'s admin")),
            "CLUSTER_BIND_ADDR", "127.0.0.1:" + servers.freePort(name + "'s raft"),
            "CLUSTER_DATA_DIR", directory.resolve("raft").toString(),
            "AUTH_SIGNING_KEY_FILE", state.signingKey().toString());
    spec = spec(checkout, name, JVM, environment, directory, this::serves);
  }

  static ProcessSpec spec(
      Checkout checkout,
      String name,
      List<String> jvm,
      Map<String, String> environment,
      Path directory,
      Readiness readiness) {
    return new ProcessSpec(
        name,
        JvmCommand.of(
            jvm,
            checkout.classPath("coordinator/server"),
            "io.gaia.server.app.GaiaApplication",
            "server",
            checkout.root().resolve("coordinator/server/coordinator.yml").toString()),
        environment,
        directory,
        readiness,
        Duration.ofMinutes(5),
        Stop.TERM,
        Restart.ALWAYS);
  }

  /** Starts an empty one. */
  public static CoordinatorServer start(Servers servers, Checkout checkout, String name)
      throws IOException, InterruptedException {
    CoordinatorServer server = new CoordinatorServer(servers, checkout, name);
    server.launch();
    return server;
  }

  private void launch() throws IOException, InterruptedException {
    process = servers.start(spec);
  }

  /** Stops it and starts it again on its data; returns how long the start took until it served. */
  public Duration restart() throws IOException, InterruptedException {
    servers.stop(process);
    long began = System.nanoTime();
    launch();
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** Has it write a snapshot, and returns when that is durable. */
  public void snapshot() throws IOException, InterruptedException {
    HttpRequest request =
        request("/api/v1/cluster/snapshot").POST(HttpRequest.BodyPublishers.noBody()).build();
    int status = HTTP.send(request, BodyHandlers.discarding()).statusCode();
    if (status != 200) {
      throw new IOException("POST /cluster/snapshot answered " + status);
    }
  }

  public Path log() {
    return servers.state().log(name);
  }

  public Path dataDirectory() {
    return directory;
  }

  private boolean serves() throws IOException, InterruptedException {
    return HTTP.send(request("/api/v1/queue").GET().build(), BodyHandlers.discarding()).statusCode()
        == 200;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(Duration.ofMinutes(2))
        .header("Authorization", "Bearer " + token);
  }

  @Override
  public Target target(Subject subject) {
    return new Target(subject, url, token, process.pid().stream().toList());
  }

  @Override
  public String description() {
    return "one node, shipped coordinator.yml, fsync on, JWT on, no Kafka, no PostgreSQL; JVM "
        + String.join(" ", JVM);
  }

  @Override
  public void close() {
    servers.stop(process);
    try {
      if (Files.exists(directory)) {
        StateDirectory.delete(directory);
      }
    } catch (IOException e) {
      servers.progress().say(directory + " cannot be erased: " + e.getMessage());
    }
  }
}
