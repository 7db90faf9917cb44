package io.gaia.bench.fanout.server;

import io.gaia.bench.fanout.load.Target;
import io.gaia.bench.process.JvmCommand;
import io.gaia.bench.process.KafkaServer;
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
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One coordinator as it is shipped, with a Kafka of its own and without PostgreSQL. */
public final class GaiaHub implements Measured {
  private static final List<String> KAFKA_JVM = List.of("-Xmx512m", "-XX:+UseSerialGC");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  /** Teachers who listen, each with many sockets. */
  private static final int USERS = 20;

  private final Servers servers;
  private final Checkout checkout;
  private final int port;
  private final KafkaServer kafka;
  private final List<String> tokens = new ArrayList<>();
  private Optional<SupervisedProcess> process = Optional.empty();

  private GaiaHub(Servers servers, Checkout checkout, KafkaServer kafka) throws IOException {
    this.servers = servers;
    this.checkout = checkout;
    this.kafka = kafka;
    port = servers.freePort("coordinator");
    TokenMinter minter = TokenMinter.fromKeyFile(servers.state().signingKey());
    for (int i = 0; i < USERS; i++) {
      tokens.add(
          minter.mint(
              List.of(Role.TEACHER),
              "teacher-" + i,
              List.of(TokenMinter.EVERY_CLASSROOM),
              Duration.ofDays(1)));
    }
  }

  public static GaiaHub start(Servers servers, Checkout checkout)
      throws IOException, InterruptedException {
    GaiaHub hub = new GaiaHub(servers, checkout, KafkaServer.start(servers, checkout, KAFKA_JVM));
    hub.process = Optional.of(servers.start(hub.coordinator()));
    return hub;
  }

  private ProcessSpec coordinator() throws IOException {
    Path directory = servers.state().coordinator("coordinator");
    if (Files.exists(directory)) {
      StateDirectory.delete(directory);
    }
    Map<String, String> environment =
        Map.of(
            "HTTP_PORT", String.valueOf(port),
            "ADMIN_PORT", String.valueOf(servers.freePort("admin")),
            "CLUSTER_BIND_ADDR", "127.0.0.1:" + servers.freePort("raft"),
            "CLUSTER_DATA_DIR", directory.resolve("raft").toString(),
            "AUTH_SIGNING_KEY_FILE", servers.state().signingKey().toString(),
            "KAFKA_BOOTSTRAP_SERVERS", kafka.address(),
            "LOG_LEVEL", "WARN");
    return process(
        "coordinator",
        JvmCommand.of(
            JVM,
            checkout.classPath("coordinator/server"),
            "io.gaia.server.app.GaiaApplication",
            "server",
            checkout.root().resolve("coordinator/server/coordinator.yml").toString()),
        environment,
        this::serves);
  }

  private ProcessSpec process(
      String name, List<String> command, Map<String, String> environment, Readiness readiness) {
    return new ProcessSpec(
        name,
        command,
        environment,
        servers.state().path(),
        readiness,
        Duration.ofMinutes(2),
        Stop.TERM,
        Restart.ALWAYS);
  }

  /** The topics are read. */
  private boolean serves() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/classrooms"))
            .timeout(Duration.ofSeconds(10))
            .header("Authorization", "Bearer " + tokens.get(0))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
  }

  @Override
  public String name() {
    return "Gaia";
  }

  @Override
  public String description() {
    return "one coordinator, shipped coordinator.yml, fed by a Kafka of its own; JVM "
        + String.join(" ", JVM);
  }

  @Override
  public Target target() {
    return new Target(
        port,
        process.flatMap(SupervisedProcess::pid).orElseThrow(),
        List.copyOf(tokens),
        kafka.address());
  }

  @Override
  public void close() {
    process.ifPresent(servers::stop);
    kafka.close();
  }
}
