package io.gaia.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.server.coordination.Coordinator.Answer;
import io.gaia.server.testkit.RunningServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that wait hold no thread, and end when their client or the service does. */
class WaitingTest {
  private static final int CLAIMERS = 2000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Map<String, String> FEW_THREADS =
      Map.of("HTTP_MAX_THREADS", "40", "SESSION_LEASE_TIMEOUT", "30m");

  @TempDir Path directory;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void oneNewTaskWakesOneOfTwoThousandThatWaitOnFewThreadsAndAStopEndsTheOthers() {
    List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    try (Coordinator gaia = Coordinator.start(directory, FEW_THREADS)) {
      List<CompletableFuture<HttpResponse<String>>> sessions = new ArrayList<>();
      for (int i = 0; i < CLAIMERS; i++) {
        sessions.add(send(gaia, "POST", "/sessions", session("s-" + i)));
      }
      for (CompletableFuture<HttpResponse<String>> session : sessions) {
        waiting.add(
            claimUntilAnswered(gaia, RunningServer.json(session.join()).at("/id").asText()));
      }
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> gaia.get("/queue").number("waiting_claims") == CLAIMERS);
      long before = woken(gaia);
      String task = gaia.enqueue("one");
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> waiting.stream().anyMatch(CompletableFuture::isDone));
      assertThat(gaia.get("/queue").number("waiting_claims")).isEqualTo(CLAIMERS - 1);
      assertThat(woken(gaia) - before).isEqualTo(1);
      List<HttpResponse<String>> done =
          waiting.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join).toList();
      assertThat(done).hasSize(1);
      assertThat(RunningServer.json(done.get(0)).at("/tasks/0/id").asText()).isEqualTo(task);
    }
    long refused = waiting.stream().filter(one -> one.join().statusCode() == 503).count();
    assertThat(refused).isEqualTo(CLAIMERS - 1);
    HttpResponse<String> stopped =
        waiting.stream()
            .map(CompletableFuture::join)
            .filter(one -> one.statusCode() == 503)
            .findFirst()
            .orElseThrow();
    assertThat(stopped.headers().firstValue("Retry-After")).isPresent();
    assertThat(RunningServer.json(stopped).at("/code").asText()).isEqualTo("unavailable");
  }

  @Test
  void whoHasGoneWaitsNoMore() {
    try (Coordinator gaia = Coordinator.start(directory, FEW_THREADS)) {
      String owner = gaia.register("owner");
      String gone = gaia.register("gone");
      String next = gaia.register("next");
      Answer held = gaia.put("/locks/door", lock(owner, 0)).is(201);
      CompletableFuture<HttpResponse<String>> first =
          send(gaia, "PUT", "/locks/door", lock(gone, 25));
      awaitQueue(gaia, gone);
      CompletableFuture<HttpResponse<String>> second =
          send(gaia, "PUT", "/locks/door", lock(next, 25));
      awaitQueue(gaia, gone, next);

      first.cancel(true);
      awaitQueue(gaia, next);
      gaia.delete("/locks/door?session_id=" + owner + "&fence=" + held.number("fence")).is(204);
      HttpResponse<String> got = second.join();
      assertThat(got.statusCode()).isEqualTo(201);
      assertThat(RunningServer.json(got).at("/session_id").asText()).isEqualTo(next);

      CompletableFuture<HttpResponse<String>> claim = claim(gaia, gone);
      Awaitility.await().until(() -> gaia.get("/queue").number("waiting_claims") == 1);
      claim.cancel(true);
      Awaitility.await().until(() -> gaia.get("/queue").number("waiting_claims") == 0);
      gaia.enqueue("for nobody yet");
      assertThat(gaia.get("/queue").number("counts.pending")).isEqualTo(1);
    }
  }

  @Test
  void aWaitingSessionThatHasRoomAgainIsGivenWork() {
    try (Coordinator gaia = Coordinator.start(directory, FEW_THREADS)) {
      String session = gaia.register("full");
      String task = gaia.enqueue("first");
      long fence = gaia.claim(session).number("tasks.0.fence");
      String second = gaia.enqueue("second");
      CompletableFuture<HttpResponse<String>> waiting = claim(gaia, session);
      Awaitility.await().until(() -> gaia.get("/queue").number("waiting_claims") == 1);
      gaia.post(
              "/tasks/" + task + "/complete",
              "{\"session_id\":\"%s\",\"fence\":%d}".formatted(session, fence))
          .is(200);
      assertThat(RunningServer.json(waiting.join()).at("/tasks/0/id").asText()).isEqualTo(second);
    }
  }

  private static void awaitQueue(Coordinator gaia, String... sessions) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(gaia.get("/locks/door").body().at("/waiting"))
                    .extracting(node -> node.asText())
                    .containsExactly(sessions));
  }

  private static long woken(Coordinator gaia) {
    String metrics = gaia.server().get(gaia.server().admin("/metrics")).body();
    return metrics
        .lines()
        .filter(line -> line.startsWith("gaia_claims_woken_total "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .findFirst()
        .orElse(0);
  }

  private CompletableFuture<HttpResponse<String>> claim(Coordinator gaia, String session) {
    return send(gaia, "POST", "/sessions/" + session + "/claims", "{\"wait_seconds\":25}");
  }

  /** Waits again when the time was over, so that a slow machine gets all to wait at once. */
  private CompletableFuture<HttpResponse<String>> claimUntilAnswered(
      Coordinator gaia, String session) {
    return claim(gaia, session)
        .thenCompose(
            answer ->
                answer.statusCode() == 200 && RunningServer.json(answer).at("/tasks").isEmpty()
                    ? claimUntilAnswered(gaia, session)
                    : CompletableFuture.completedFuture(answer));
  }

  private static String session(String name) {
    return "{\"name\":\"%s\",\"tier\":\"worker\",\"provider\":\"claude\"}".formatted(name);
  }

  private CompletableFuture<HttpResponse<String>> send(
      Coordinator gaia, String method, String path, String json) {
    HttpRequest request =
        HttpRequest.newBuilder(gaia.server().api(path))
            .header("Authorization", "Bearer " + gaia.admin())
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(json))
            .build();
    return http.sendAsync(request, BodyHandlers.ofString());
  }

  private static String lock(String session, int wait) {
    return "{\"session_id\":\"%s\",\"ttl_seconds\":600,\"wait_seconds\":%d}"
        .formatted(session, wait);
  }
}
