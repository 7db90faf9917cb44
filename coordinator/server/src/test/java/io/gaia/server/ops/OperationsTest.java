package io.gaia.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.server.testkit.RunningServer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationsTest {

  @TempDir static Path directory;

  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start(directory, Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void openApiListsTheRoutesWithoutTheCaller() {
    HttpResponse<String> response = server.get(server.root("/openapi.json"));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");

    JsonNode api = RunningServer.json(response);
    assertThat(api.at("/openapi").textValue()).startsWith("3.");
    assertThat(api.at("/servers/0/url").textValue()).isEqualTo("/api/v1");
    assertThat(api.at("/paths/~1events/post/responses/202").isObject()).isTrue();
    assertThat(api.at("/paths/~1events/post/requestBody").isObject()).isTrue();

    assertThat(api.at("/components/schemas").has("Caller")).isFalse();
  }

  /** The names that clients and scripts call; the design fixes them. */
  private static final String COORDINATION =
      """
      post   /sessions
      get    /sessions
      get    /sessions/available
      get    /sessions/{id}
      delete /sessions/{id}
      post   /sessions/{id}/heartbeat
      post   /sessions/{id}/pause
      post   /sessions/{id}/resume
      post   /sessions/{id}/drain
      post   /sessions/{id}/fail
      post   /sessions/{id}/claims
      put    /sessions/{id}/affinities/{lesson_id}
      delete /sessions/{id}/affinities/{lesson_id}
      post   /tasks
      get    /tasks
      get    /tasks/{id}
      post   /tasks/{id}/start
      post   /tasks/{id}/complete
      post   /tasks/{id}/fail
      post   /tasks/{id}/extend
      post   /tasks/{id}/release
      post   /tasks/{id}/cancel
      post   /tasks/{id}/retry
      post   /tasks/{id}/assign
      post   /tasks/retry
      post   /tasks/complete
      get    /queue
      post   /queue/pause
      post   /queue/resume
      post   /lessons
      get    /lessons
      get    /lessons/{id}
      patch  /lessons/{id}
      put    /locks/{key}
      get    /locks
      get    /locks/{key}
      post   /locks/{key}/renew
      delete /locks/{key}
      get    /cluster
      post   /cluster/transfer
      post   /cluster/snapshot
      post   /cluster/peers
      get    /cluster/backup
      delete /cluster/peers/{id}
      """;

  @Test
  void openApiHasEveryRouteOfCoordination() {
    JsonNode paths = RunningServer.json(server.get(server.root("/openapi.json"))).path("paths");
    assertThat(COORDINATION.lines())
        .allSatisfy(
            route -> {
              String[] methodAndPath = route.split(" +");
              assertThat(paths.path(methodAndPath[1]).has(methodAndPath[0])).as(route).isTrue();
            });
  }

  @Test
  void metricsAreThereForPrometheus() {
    HttpResponse<String> response = server.get(server.admin("/metrics"));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("jvm_memory_used_bytes", "io_dropwizard_jetty");
    assertThat(response.body()).contains("gaia_raft_leading 1.0", "gaia_raft_leader_changes 1.0");
    assertThat(response.body())
        .containsPattern("gaia_raft_apply_lag \\d")
        .containsPattern("gaia_commands_waiting \\d");
    for (String positive :
        List.of(
            "term",
            "commit_index",
            "applied_index",
            "log_syncs",
            "log_sync_seconds_p99",
            "entry_commands_count")) {
      assertThat(response.body())
          .containsPattern(
              "gaia_raft_" + positive + " [1-9]|\\bgaia_raft_" + positive + " 0\\.[0-9]*[1-9]");
    }
  }

  @Test
  void healthSaysWhatIsOff() {
    HttpResponse<String> response = server.get(server.admin("/healthcheck"));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(RunningServer.json(response).at("/kafka/state").textValue()).isEqualTo("off");
  }

  @Test
  void aChangedPageIsSeenAtOnceAndAnUnchangedOneIsNotSentAgain() {
    HttpResponse<String> page = server.get(server.root("/main.js"));
    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
    String tag = page.headers().firstValue("ETag").orElseThrow();
    assertThat(
            server
                .send(HttpRequest.newBuilder(server.root("/main.js")).header("If-None-Match", tag))
                .statusCode())
        .isEqualTo(304);
    // another version's tag; dates in a reproducible jar are the same for every version
    assertThat(page.headers().firstValue("Last-Modified")).isEmpty();
    assertThat(
            server
                .send(
                    HttpRequest.newBuilder(server.root("/main.js"))
                        .header("If-None-Match", "\"other\""))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void theFirstViewIsOneScriptAndIsSentCompressed() throws Exception {
    String script = server.get(server.root("/main.js")).body();
    // a browser asks for each import when it has read the script, unless the page names it before
    assertThat(Pattern.compile("\\bfrom\"(\\.[^\"]+)\"").matcher(script).results())
        .extracting(it -> it.group(1))
        .containsExactly("./parts/chunk.js");
    assertThat(server.get(server.root("/")).body())
        .contains("<link rel=\"modulepreload\" href=\"parts/chunk.js\"");

    HttpResponse<byte[]> sent =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(server.root("/main.js"))
                    .header("Accept-Encoding", "gzip, br")
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    assertThat(sent.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(sent.body()).hasSizeLessThan(script.length() / 2);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(sent.body()))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(script);
    }
  }

  @Test
  void thePageIsServedAndMayTalkToItsOwnOriginAlone() {
    HttpResponse<String> page = server.get(server.root("/"));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'self'", "frame-ancestors 'none'");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");

    assertThat(server.get(server.root("/page.css")).headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/css");
    assertThat(server.get(server.root("/no-such-file.js")).statusCode()).isEqualTo(404);
    assertThat(server.get(server.root("/../coordinator.yml")).statusCode()).isGreaterThan(399);
  }
}
