package io.gaia.server.testkit;

import static org.awaitility.Awaitility.await;

import io.gaia.server.app.GaiaApplication;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A real coordinator in a process of its own, to be killed and started again on the same data. */
public final class CoordinatorProcess implements AutoCloseable {

  private final Path directory;
  private final Map<String, String> variables = new HashMap<>();
  private final int port = KafkaProcess.freePort();
  private final int adminPort = KafkaProcess.freePort();
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;

  /**
   * @param directory keeps everything over a kill
   */
  public CoordinatorProcess(Path directory, Map<String, String> variables) {
    this.directory = directory;
    this.variables.put("HTTP_PORT", String.valueOf(port));
    this.variables.put("ADMIN_PORT", String.valueOf(adminPort));
    this.variables.put("CLUSTER_BIND_ADDR", "127.0.0.1:0");
    this.variables.put("CLUSTER_DATA_DIR", directory.resolve("raft").toString());
    this.variables.put("AUTH_SIGNING_KEY_FILE", keyFile().toString());
    this.variables.put("LOG_LEVEL", "WARN");
    this.variables.putAll(variables);
  }

  private Path keyFile() {
    return directory.resolve("signing.key");
  }

  /** Returns when it serves. */
  public CoordinatorProcess start() {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                GaiaApplication.class.getName(),
                "server",
                Path.of("coordinator.yml").toAbsolutePath().toString())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("coordinator.log").toFile()));
    builder.environment().putAll(variables);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await().atMost(Duration.ofMinutes(5)).until(this::isServing);
    return this;
  }

  private boolean isServing() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(api("/queue"))
            .timeout(Duration.ofSeconds(10))
            .header("Authorization", "Bearer " + admin())
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** As {@code kill -9} does. */
  public void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public URI api(String path) {
    return URI.create("http://127.0.0.1:" + port + "/api/v1" + path);
  }

  public URI ws() {
    return URI.create("ws://127.0.0.1:" + port + "/ws");
  }

  public String admin() {
    return token("root", "admin");
  }

  /** A token for that role in every classroom. */
  public String token(String subject, String role) {
    return Tokens.signed(
        Tokens.claims(subject, role).claim("classrooms", List.of(Caller.EVERY_CLASSROOM)),
        SigningKey.readOrMake(keyFile(), new SecureRandom()));
  }

  /** What it has counted; 0 before the first time. */
  public double metric(String name) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/metrics")).build();
    return send(request)
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .sum();
  }

  public HttpResponse<String> post(String path, String json) {
    return send(
        HttpRequest.newBuilder(api(path))
            .header("Authorization", "Bearer " + admin())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
