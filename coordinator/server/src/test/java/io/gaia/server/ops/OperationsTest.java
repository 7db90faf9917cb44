package io.gaia.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.server.testkit.RunningServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
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

  @Test
  void metricsAreThereForPrometheus() {
    HttpResponse<String> response = server.get(server.admin("/metrics"));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("jvm_memory_used_bytes", "io_dropwizard_jetty");
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
    // another version's tag, and a date that is the same for every version
    assertThat(
            server
                .send(
                    HttpRequest.newBuilder(server.root("/main.js"))
                        .header("If-None-Match", "\"other\"")
                        .header(
                            "If-Modified-Since",
                            page.headers().firstValue("Last-Modified").orElseThrow()))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void thePageIsServedWithItsLibrariesAndMayTalkToItsOwnOriginAlone() {
    HttpResponse<String> page = server.get(server.root("/"));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'self'", "frame-ancestors 'none'");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");

    assertThat(server.get(server.root("/lib/_static/lit-html/3.3.1/lit-html.js")).statusCode())
        .isEqualTo(200);
    assertThat(server.get(server.root("/no-such-file.js")).statusCode()).isEqualTo(404);
    assertThat(server.get(server.root("/../coordinator.yml")).statusCode()).isGreaterThan(399);
  }
}
