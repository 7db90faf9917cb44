package io.gaia.client.testkit;

import static org.awaitility.Awaitility.await;

import io.gaia.client.auth.Role;
import io.gaia.client.auth.TokenMinter;
import io.gaia.client.coordination.CoordinationClient;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real coordinator in a process of its own, alone: no Kafka, no PostgreSQL. A test may kill and
 * start it again; its state is in a folder. Leases are 3 s long.
 */
public final class CoordinatorProcess implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration START_PATIENCE = Duration.ofMinutes(5);

  private final Path folder;
  private final int port = freePort();
  private final int adminPort = freePort();
  private final int clusterPort = freePort();
  private final Map<String, String> settings;
  private Process process;

  private CoordinatorProcess(Path folder, Map<String, String> settings) {
    this.folder = folder;
    this.settings = settings;
  }

  /**
   * @param settings environment variables over the usual ones
   */
  public static CoordinatorProcess start(Path folder, Map<String, String> settings) {
    CoordinatorProcess coordinator = new CoordinatorProcess(folder, settings);
    coordinator.start();
    return coordinator;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  /** Starts it again, and returns when it serves. */
  public void start() {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  classPath(),
                  "io.gaia.server.app.GaiaApplication",
                  "server",
                  server().resolve("coordinator.yml").toString())
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "coordinator.log")));
      builder.environment().put("HTTP_PORT", "" + port);
      builder.environment().put("ADMIN_PORT", "" + adminPort);
      builder.environment().put("CLUSTER_BIND_ADDR", "127.0.0.1:" + clusterPort);
      builder.environment().put("CLUSTER_DATA_DIR", folder.resolve("raft").toString());
      builder.environment().put("AUTH_SIGNING_KEY_FILE", keyFile().toString());
      builder.environment().put("SESSION_LEASE_TIMEOUT", "3s");
      builder.environment().put("SESSION_HEARTBEAT_INTERVAL", "1s");
      builder.environment().put("LOG_LEVEL", "WARN");
      builder.environment().putAll(settings);
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await("the coordinator serves: " + folder.resolve("coordinator.log"))
        .atMost(START_PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(this::serves);
  }

  private boolean serves() {
    if (!process.isAlive()) {
      throw new IllegalStateException("the coordinator died: " + log());
    }
    HttpRequest request =
        HttpRequest.newBuilder(url().resolve("/api/v1/queue"))
            .header("Authorization", "Bearer " + token("probe", Role.ADMIN))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("coordinator.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** As kill -9. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Stops it as a debugger would: connections stay, no answer comes. */
  public void freeze() {
    signal("STOP");
  }

  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int exit =
          new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
              .inheritIO()
              .start()
              .waitFor();
      if (exit != 0) {
        throw new IllegalStateException("kill -" + name + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public String token(String subject, Role... roles) {
    try {
      return TokenMinter.fromKeyFile(keyFile())
          .mint(List.of(roles), subject, List.of(), Duration.ofHours(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client with an agent's token. */
  public CoordinationClient agent(Duration patience) {
    return CoordinationClient.to(
        List.of(url()), Optional.of(token("agent-1", Role.AGENT)), patience);
  }

  /** A client that may do all. */
  public CoordinationClient admin() {
    return CoordinationClient.to(
        List.of(url()), Optional.of(token("root", Role.ADMIN)), Duration.ofSeconds(30));
  }

  @Override
  public void close() {
    kill();
  }

  private Path keyFile() {
    return folder.resolve("signing.key");
  }

  private static Path server() {
    return Path.of("../server").toAbsolutePath().normalize();
  }

  /** The server as it is packaged: it shares no class path with this test. */
  private static String classPath() {
    File[] jars =
        server()
            .resolve("target")
            .toFile()
            .listFiles((dir, name) -> name.matches("gaia-server-[^-]*(-SNAPSHOT)?\\.jar"));
    if (jars == null || jars.length == 0) {
      throw new IllegalStateException(
          "coordinator/server is not packaged: mvn verify packages it before these tests");
    }
    return jars[0] + File.pathSeparator + server().resolve("target/lib") + "/*";
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
