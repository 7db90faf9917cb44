package io.gaia.e2e.coordination;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gaia.local.layout.Checkout;
import io.gaia.local.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A real coordinator in a process of its own, without Kafka and PostgreSQL, and calls to it. */
final class CoordinatorAlone implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Checkout checkout;
  private final Path folder;
  private final int port;
  private final Process process;
  private final String token;

  /**
   * Starts it and waits until it serves.
   *
   * @param folder for its state, its key and the logs
   */
  CoordinatorAlone(Checkout checkout, Path folder) throws IOException, InterruptedException {
    this.checkout = checkout;
    this.folder = folder;
    Ports ports = new Ports(false, text -> {}, new Random());
    port = ports.any("HTTP");
    ProcessBuilder builder =
        java(
            "coordinator.log",
            256,
            "coordinator/server",
            List.of(
                "io.gaia.server.app.GaiaApplication",
                "server",
                checkout.root().resolve("coordinator/server/coordinator.yml").toString()));
    builder.environment().put("HTTP_PORT", "" + port);
    builder.environment().put("ADMIN_PORT", "" + ports.any("admin"));
    builder.environment().put("CLUSTER_BIND_ADDR", "127.0.0.1:" + ports.any("cluster"));
    builder.environment().put("CLUSTER_DATA_DIR", folder.resolve("raft").toString());
    builder.environment().put("AUTH_SIGNING_KEY_FILE", keyFile());
    builder.environment().put("SESSION_LEASE_TIMEOUT", "10s");
    builder.environment().put("SESSION_HEARTBEAT_INTERVAL", "3s");
    builder.environment().put("LOG_LEVEL", "WARN");
    process = builder.start();
    token = mintToken();
    await("the coordinator serves; " + folder.resolve("coordinator.log"))
        .atMost(Duration.ofMinutes(5))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(() -> get("/queue").has("counts"));
  }

  private String keyFile() {
    return folder.resolve("signing.key").toString();
  }

  private String mintToken() throws IOException, InterruptedException {
    Process mint =
        java(
                "token.log",
                64,
                "coordinator/client",
                List.of(
                    "io.gaia.client.GaiaCli",
                    "token",
                    "--role",
                    "admin",
                    "--subject",
                    "workers",
                    "--key-file",
                    keyFile()))
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .start();
    String minted = new String(mint.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (mint.waitFor() != 0) {
      throw new IllegalStateException("no token; " + folder.resolve("token.log"));
    }
    return minted.strip();
  }

  /** A {@code gaia} command as a process of its own; its log is a file in the folder. */
  Process gaia(String log, List<String> arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("io.gaia.client.GaiaCli"));
    all.addAll(arguments);
    ProcessBuilder builder = java(log, 64, "coordinator/client", all);
    builder.environment().put("GAIA_URL", url(""));
    builder.environment().put("GAIA_TOKEN", token);
    return builder.start();
  }

  private ProcessBuilder java(String log, int heapMegabytes, String module, List<String> main) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Checkout.java(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                checkout.classPath(module)));
    command.addAll(main);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(log).toFile()));
  }

  JsonNode get(String path) {
    return send(HttpRequest.newBuilder(URI.create(url("/api/v1" + path))));
  }

  JsonNode post(String path, String json) {
    return send(
        HttpRequest.newBuilder(URI.create(url("/api/v1" + path)))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  private String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response =
          HTTP.send(
              request.header("Authorization", "Bearer " + token).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() >= 300) {
        throw new UncheckedIOException(
            new IOException(new String(response.body(), StandardCharsets.UTF_8)));
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
