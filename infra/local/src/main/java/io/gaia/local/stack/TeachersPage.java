package io.gaia.local.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * Asks what the teacher's page asks when it opens, so that not the first teacher pays for what a
 * coordinator loads and compiles with its first answers: that visit took three seconds.
 */
final class TeachersPage {

  private static final List<String> FILES =
      List.of("/", "/page.css", "/main.js", "/parts/chunk.js", "/messages/en.json");
  private static final Duration QUICK = Duration.ofMillis(250);
  private static final int OPENINGS_MOST = 6;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final String coordinatorUrl;
  private final String token;
  private final List<String> questions;

  TeachersPage(String coordinatorUrl, String token, String classroomId) {
    this.coordinatorUrl = coordinatorUrl;
    this.token = token;
    String id = URLEncoder.encode(classroomId, StandardCharsets.UTF_8);
    this.questions =
        List.of(
            "/api/v1/classrooms",
            "/api/v1/classrooms/" + id + "/students",
            "/api/v1/alerts?classroom_id=" + id + "&limit=300",
            "/api/v1/interventions?classroom_id=" + id);
  }

  /**
   * Whether every question was answered; asked again, a few times at most, until the answers are
   * quick. That a class is not known yet is an answer, too.
   *
   * @throws IOException when the coordinator does not answer
   */
  boolean opens() throws IOException, InterruptedException {
    for (int i = 0; i < OPENINGS_MOST; i++) {
      long began = System.nanoTime();
      if (!isAnswered()) {
        return false;
      }
      if (System.nanoTime() - began < QUICK.toNanos()) {
        return true;
      }
    }
    return true;
  }

  private boolean isAnswered() throws IOException, InterruptedException {
    boolean answered = true;
    for (String file : FILES) {
      answered &= status("GET", file) < 500;
    }
    for (String question : questions) {
      answered &= status("GET", question) < 500;
    }
    return answered && goesLive();
  }

  private boolean goesLive() throws IOException, InterruptedException {
    HttpResponse<String> ticket = ask("POST", "/api/v1/tickets");
    if (ticket.statusCode() >= 300) {
      return false;
    }
    String address =
        "%s/ws?ticket=%s"
            .formatted(
                coordinatorUrl.replaceFirst("^http", "ws"),
                JSON.readTree(ticket.body()).path("ticket").asText());
    try {
      http.newWebSocketBuilder()
          .buildAsync(URI.create(address), new WebSocket.Listener() {})
          .join()
          .abort();
      return true;
    } catch (CompletionException e) {
      throw new IOException("the live channel does not open: " + e.getCause(), e);
    }
  }

  private int status(String method, String path) throws IOException, InterruptedException {
    return ask(method, path).statusCode();
  }

  private HttpResponse<String> ask(String method, String path)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher body =
        method.equals("POST")
            ? HttpRequest.BodyPublishers.ofString("{}")
            : HttpRequest.BodyPublishers.noBody();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(coordinatorUrl + path))
            .timeout(Duration.ofSeconds(15))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Accept-Encoding", "gzip")
            .method(method, body)
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
