package io.gaia.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The state of all running jobs, as bytes. */
final class Savepoints {

  private static final int JOBS = 3;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String flinkUrl;

  Savepoints(String flinkUrl) {
    this.flinkUrl = flinkUrl;
  }

  /** The files of a savepoint of each job, as they are now, that spell this. */
  List<Path> filesThatName(String text) {
    List<String> jobs =
        StreamSupport.stream(ask("/jobs", "").path("jobs").spliterator(), false)
            .filter(job -> job.path("status").asText().equals("RUNNING"))
            .map(job -> job.path("id").asText())
            .toList();
    if (jobs.size() < JOBS) {
      throw new AssertionError("of three jobs there run " + jobs);
    }
    try {
      Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "savepoint");
      jobs.forEach(job -> take(job, directory));
      try (Stream<Path> files = Files.walk(directory)) {
        return files.filter(Files::isRegularFile).filter(file -> names(file, text)).toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(String job, Path directory) {
    String wish = "{\"cancel-job\":false,\"target-directory\":\"%s\"}".formatted(directory.toUri());
    String request = ask("/jobs/" + job + "/savepoints", wish).path("request-id").asText();
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              JsonNode state = ask("/jobs/" + job + "/savepoints/" + request, "");
              if (state.at("/operation/failure-cause").isObject()) {
                throw new AssertionError(state.toString());
              }
              return state.at("/status/id").asText().equals("COMPLETED");
            });
  }

  private static boolean names(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param body empty: GET
   */
  private JsonNode ask(String path, String body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(flinkUrl + path));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }
    try {
      return JSON.readTree(HTTP.send(request.build(), BodyHandlers.ofByteArray()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
