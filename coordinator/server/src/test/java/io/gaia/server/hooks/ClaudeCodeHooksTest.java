package io.gaia.server.hooks;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.server.testkit.RunningServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Events as Claude Code sends them. The bodies in {@code hooks/claude-code.ndjson} have the members
 * that its documentation lists.
 */
class ClaudeCodeHooksTest {
  private static final String RECORDED = "5e0c7f0e-7a3b-4c58-9d4e-2b8f6a1c0d11";

  @TempDir static Path directory;

  private static RunningServer server;

  @BeforeAll
  static void start() {
    server =
        RunningServer.start(
            directory, Map.of("SESSION_LEASE_TIMEOUT", "10s", "SESSION_HEARTBEAT_INTERVAL", "1s"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<String> recorded() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    ClaudeCodeHooksTest.class.getResourceAsStream("/hooks/claude-code.ndjson")),
                StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String body(String claudeSession, String event) {
    return recorded().stream()
        .filter(line -> line.contains("\"hook_event_name\":\"" + event + "\""))
        .findFirst()
        .orElseThrow()
        .replace(RECORDED, claudeSession);
  }

  private static HttpResponse<String> send(URI uri, String subject, String json) {
    return server.post(uri, server.token(subject, "agent"), json);
  }

  private static void heard(String claudeSession, String event) {
    accepted(send(server.root("/hooks/claude-code"), "ada", body(claudeSession, event)));
  }

  private static void accepted(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{}");
  }

  private static JsonNode get(String path) {
    return RunningServer.json(server.get(server.api(path), server.token("ada", "agent")));
  }

  private static JsonNode post(String path, String json) {
    return RunningServer.json(send(server.api(path), "ada", json));
  }

  private static JsonNode session(String claudeSession) {
    for (JsonNode session : get("/sessions?limit=1000").get("items")) {
      if (session.get("name").asText().equals("claude-code-" + claudeSession)) {
        return session;
      }
    }
    throw new AssertionError("no session for " + claudeSession);
  }

  @Test
  void everyRecordedEventIsTakenAndTheSessionLivesFromTheFirstToTheLast() {
    for (String line : recorded()) {
      accepted(send(server.api("/hooks/claude-code"), "ada", line));
      boolean over = line.contains("SessionEnd");
      JsonNode session = session(RECORDED);
      assertThat(session.get("status").asText()).as(line).isEqualTo(over ? "offline" : "idle");
      assertThat(session.get("incarnation").asLong()).isEqualTo(1);
    }
    assertThat(session(RECORDED).at("/metadata/cwd").asText()).isEqualTo("/home/ada/shop");
    assertThat(session(RECORDED).get("user_id").asText()).isEqualTo("ada");
  }

  @Test
  void claudeCodeKeepsNoSessionStartOverHttpSoAnyEventRegisters() {
    heard("late", "PreToolUse");

    assertThat(session("late").get("status").asText()).isEqualTo("idle");
  }

  @Test
  void eventsRenewTheLeaseAndSilenceEndsIt() {
    heard("lease", "SessionStart");
    String before = session("lease").get("lease_expires_at").asText();
    await()
        .atMost(30, SECONDS)
        .until(
            () -> {
              heard("lease", "Notification");
              return session("lease").get("lease_expires_at").asText().compareTo(before) > 0;
            });
    assertThat(session("lease").get("incarnation").asLong()).isEqualTo(1);

    await()
        .atMost(60, SECONDS)
        .until(() -> session("lease").get("status").asText().equals("failed"));
    heard("lease", "PostToolUse");
    assertThat(session("lease").get("status").asText()).isEqualTo("idle");
    assertThat(session("lease").get("incarnation").asLong()).isEqualTo(2);
  }

  @Test
  void toolEventsAreProgressOnTheTasksItHolds() {
    heard("works", "SessionStart");
    String id = session("works").get("id").asText();
    post("/tasks", "{\"task_type\":\"x\",\"payload\":1,\"lesson_id\":\"works\"}");
    JsonNode task = post("/sessions/" + id + "/claims", "{\"lesson_id\":\"works\"}").at("/tasks/0");
    assertThat(task.get("status").asText()).isEqualTo("assigned");
    String before = session("works").get("last_progress").asText();

    await()
        .atMost(30, SECONDS)
        .until(
            () -> {
              heard("works", "UserPromptSubmit");
              assertThat(session("works").get("last_progress").asText()).isEqualTo(before);
              heard("works", "PostToolUse");
              return session("works").get("last_progress").asText().compareTo(before) > 0;
            });
  }

  @Test
  void aWorkersSessionIsRenewedButNeitherMadeNorEnded() {
    String worker =
        post("/sessions", "{\"name\":\"gaia-worker\",\"tier\":\"worker\",\"provider\":\"claude\"}")
            .get("id")
            .asText();
    for (String event : List.of("PreToolUse", "SessionEnd")) {
      accepted(withSession(worker, "ada", body("inner", event)));
      assertThat(get("/sessions/" + worker).get("status").asText()).isEqualTo("idle");
    }
    assertThat(get("/sessions?limit=1000").toString()).doesNotContain("claude-code-inner");
    assertThat(withSession(worker, "eve", body("inner", "Stop")).statusCode()).isEqualTo(403);
    assertThat(withSession("s-none", "ada", body("inner", "Stop")).statusCode()).isEqualTo(404);
    // a variable that is not set arrives empty
    accepted(withSession("", "ada", body("outer", "Stop")));
    assertThat(session("outer").get("status").asText()).isEqualTo("idle");
  }

  private static HttpResponse<String> withSession(String session, String subject, String json) {
    return server.send(
        HttpRequest.newBuilder(server.root("/hooks/claude-code"))
            .header("Authorization", "Bearer " + server.token(subject, "agent"))
            .header("Content-Type", "application/json")
            .header("X-Gaia-Session", session)
            .POST(BodyPublishers.ofString(json)));
  }

  @Test
  void nobodyElseRenewsASession() {
    heard("mine", "SessionStart");

    assertThat(
            send(server.root("/hooks/claude-code"), "eve", body("mine", "SessionEnd")).statusCode())
        .isEqualTo(403);
    assertThat(session("mine").get("status").asText()).isEqualTo("idle");
  }

  @Test
  void whatIsNoEventIsAProblemThatNamesTheField() {
    Map<String, String> fields =
        Map.of(
            "{\"hook_event_name\":\"Stop\"}", "session_id",
            "{\"session_id\":\"\",\"hook_event_name\":\"Stop\"}", "session_id",
            "{\"session_id\":\"a b\",\"hook_event_name\":\"Stop\"}", "session_id",
            "{\"session_id\":\"a\"}", "hook_event_name",
            "{\"session_id\":{},\"hook_event_name\":\"Stop\"}", "session_id");
    fields.forEach(
        (json, field) -> {
          HttpResponse<String> response = send(server.root("/hooks/claude-code"), "ada", json);
          assertThat(response.statusCode()).as(json).isEqualTo(400);
          assertThat(response.headers().firstValue("Content-Type"))
              .hasValue("application/problem+json");
          assertThat(RunningServer.json(response).get("field").asText()).isEqualTo(field);
        });
    for (String json : List.of("", "[]", "nonsense", "{")) {
      assertThat(send(server.root("/hooks/claude-code"), "ada", json).statusCode())
          .as(json)
          .isEqualTo(400);
    }
    assertThat(
            server
                .send(
                    HttpRequest.newBuilder(server.root("/hooks/claude-code"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body("x", "Stop"))))
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void theRouteIsInTheOpenApiDocument() {
    JsonNode api = RunningServer.json(server.get(server.root("/openapi.json")));

    assertThat(api.at("/paths").has("/hooks/claude-code")).isTrue();
  }
}
