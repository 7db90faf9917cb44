package io.gaia.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.testkit.RunningServer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model works through {@code /mcp}: the protocol's own client, over real HTTP. */
class McpTest {
  @TempDir static Path directory;

  private static RunningServer server;
  private static McpSyncClient client;

  @BeforeAll
  static void start() {
    server = RunningServer.start(directory, Map.of());
    client = clientOf("agent-1");
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  private static McpSyncClient clientOf(String subject) {
    String token = server.token(subject, "agent");
    McpSyncClient made =
        McpClient.sync(
                HttpClientStreamableHttpTransport.builder(server.root("").toString())
                    .endpoint("/mcp")
                    .jsonMapper(new JacksonMcpJsonMapper(new ObjectMapper()))
                    .requestBuilder(
                        HttpRequest.newBuilder().header("Authorization", "Bearer " + token))
                    .build())
            .jsonSchemaValidator((schema, content) -> ValidationResponse.asValid(null))
            .requestTimeout(Duration.ofSeconds(60))
            .build();
    made.initialize();
    return made;
  }

  private static CallToolResult call(McpSyncClient caller, String tool, String arguments) {
    return caller.callTool(CallToolRequest.builder(tool).arguments(json(arguments)).build());
  }

  private static JsonNode done(String tool, String arguments) {
    CallToolResult result = call(client, tool, arguments);
    assertThat(result.isError()).as(text(result)).isFalse();
    JsonNode inText = tree(text(result));
    assertThat(new ObjectMapper().<JsonNode>valueToTree(result.structuredContent()))
        .isEqualTo(tree(inText.toString()));
    return inText;
  }

  private static String refused(McpSyncClient caller, String tool, String arguments) {
    CallToolResult result = call(caller, tool, arguments);
    assertThat(result.isError()).as(text(result)).isTrue();
    return text(result);
  }

  private static String text(CallToolResult result) {
    return ((TextContent) result.content().get(0)).text();
  }

  private static JsonNode tree(String json) {
    try {
      return EventCodec.mapper().readTree(json);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException("not JSON: " + json, e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> json(String text) {
    return EventCodec.mapper().convertValue(tree(text), Map.class);
  }

  private static String session(String name) {
    return done("start_session", "{\"name\":\"%s\"}".formatted(name)).get("session").asText();
  }

  @Test
  void eightToolsSayWhatTheyTake() {
    var tools = client.listTools().tools();

    assertThat(tools)
        .extracting(Tool::name)
        .containsExactlyInAnyOrder(
            "start_session",
            "claim_next",
            "heartbeat",
            "complete_task",
            "fail_task",
            "add_task",
            "lock",
            "status");
    assertThat(tools)
        .allSatisfy(
            tool -> {
              assertThat(tool.description()).hasSizeGreaterThan(80);
              assertThat(tool.inputSchema()).containsEntry("additionalProperties", false);
            });
    assertThat(client.getServerInstructions()).contains("start_session", "fence", "lease");
  }

  @Test
  void aModelTakesATaskAndDoesIt() {
    String worker = session("mcp-round");
    JsonNode added =
        done(
            "add_task",
            "{\"task_type\":\"review\",\"payload\":{\"file\":\"a.java\"},\"lesson\":\"mcp-round\"}");

    JsonNode claimed =
        done("claim_next", "{\"session\":\"%s\",\"lesson\":\"mcp-round\"}".formatted(worker));
    String task = claimed.at("/task/id").asText();
    long fence = claimed.at("/task/fence").asLong();
    assertThat(task).isEqualTo(added.at("/task/id").asText());
    assertThat(claimed.at("/task/payload/file").asText()).isEqualTo("a.java");

    String held = "{\"session\":\"%s\",\"task\":\"%s\",\"fence\":%d".formatted(worker, task, fence);
    JsonNode alive =
        done("heartbeat", held + ",\"percent\":50,\"note\":\"half\",\"checkpoint\":{\"line\":7}}");
    assertThat(alive.get("claim_expires_at").asText())
        .isGreaterThanOrEqualTo(claimed.at("/task/claim_expires_at").asText());
    assertThat(alive.at("/tasks/0/id").asText()).isEqualTo(task);
    assertThat(done("status", "{\"task\":\"%s\"}".formatted(task)).at("/progress/percent").asInt())
        .isEqualTo(50);

    JsonNode first = done("complete_task", held + ",\"result\":{\"ok\":true}}");
    assertThat(first.at("/task/status").asText()).isEqualTo("completed");
    assertThat(done("complete_task", held + ",\"result\":{\"ok\":true}}").at("/task/status"))
        .isEqualTo(first.at("/task/status"));
    assertThat(done("status", "{}").toString()).contains("completed");
  }

  @Test
  void aClaimWaitsForWork() {
    String worker = session("mcp-waits");
    CompletableFuture<JsonNode> waiting =
        CompletableFuture.supplyAsync(
            () ->
                done(
                    "claim_next",
                    "{\"session\":\"%s\",\"lesson\":\"mcp-waits\",\"wait_seconds\":25}"
                        .formatted(worker)));
    String added =
        done("add_task", "{\"task_type\":\"late\",\"payload\":1,\"lesson\":\"mcp-waits\"}")
            .at("/task/id")
            .asText();

    assertThat(waiting.orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join().at("/task/id"))
        .hasToString("\"" + added + "\"");
  }

  @Test
  void withoutWorkThereIsNoTaskAndAWordOnWhatToDo() {
    JsonNode none =
        done(
            "claim_next",
            "{\"session\":\"%s\",\"lesson\":\"mcp-empty\",\"wait_seconds\":0}"
                .formatted(session("mcp-idle")));

    assertThat(none.get("task").isNull()).isTrue();
    assertThat(none.get("next").asText()).contains("claim_next");
  }

  @Test
  void whatCannotBeDoneNowGoesBackOrFails() {
    String worker = session("mcp-fails");
    done("add_task", "{\"task_type\":\"hard\",\"payload\":1,\"lesson\":\"mcp-fails\"}");
    String claim = "{\"session\":\"%s\",\"lesson\":\"mcp-fails\"}".formatted(worker);
    JsonNode first = done("claim_next", claim).get("task");
    String held = "{\"session\":\"%s\",\"task\":%s,\"fence\":%s";

    JsonNode given =
        done(
            "fail_task",
            held.formatted(worker, first.get("id"), first.get("fence")) + ",\"give_back\":true}");
    assertThat(given.at("/task/status").asText()).isEqualTo("pending");
    assertThat(given.at("/task/retry_count").asInt()).isZero();

    JsonNode second = done("claim_next", claim).get("task");
    assertThat(second.get("fence").asLong()).isGreaterThan(first.get("fence").asLong());
    JsonNode failed =
        done(
            "fail_task",
            held.formatted(worker, second.get("id"), second.get("fence"))
                + ",\"reason\":\"no compiler\",\"retryable\":false}");
    assertThat(failed.at("/task/status").asText()).isEqualTo("failed");
    assertThat(failed.at("/task/error").asText()).isEqualTo("no compiler");
  }

  @Test
  void locksAreTakenRenewedAndReleased() {
    String mine = session("mcp-locks-1");
    String other = session("mcp-locks-2");
    String key = "{\"key\":\"repo:main\",\"session\":\"%s\"";

    JsonNode lock = done("lock", key.formatted(mine) + "}");
    String fence = lock.get("fence").asText();
    assertThat(refused(client, "lock", key.formatted(other) + "}"))
        .startsWith("lock-held")
        .contains("It ends by", "wait_seconds");
    assertThat(refused(client, "lock", key.formatted(mine) + ",\"action\":\"release\"}"))
        .startsWith("invalid-field (fence)");
    done("lock", key.formatted(mine) + ",\"action\":\"renew\",\"fence\":" + fence + "}");
    assertThat(done("status", "{\"lock\":\"repo:main\"}").get("session_id").asText())
        .isEqualTo(mine);
    done("lock", key.formatted(mine) + ",\"action\":\"release\",\"fence\":" + fence + "}");
    assertThat(done("lock", key.formatted(other) + ",\"wait_seconds\":5}").get("fence").asLong())
        .isGreaterThan(Long.parseLong(fence));
  }

  @Test
  void refusalsSayWhatToDo() {
    String worker = session("mcp-refused");
    JsonNode task =
        done("add_task", "{\"task_type\":\"x\",\"payload\":1,\"lesson\":\"mcp-refused\"}")
            .get("task");

    assertThat(
            refused(
                client,
                "complete_task",
                "{\"session\":\"%s\",\"task\":%s,\"fence\":1}".formatted(worker, task.get("id"))))
        .startsWith("stale-fence")
        .contains("stop working on it", "claim_next");
    assertThat(refused(client, "start_session", "{\"name\":\"mcp-refused\"}"))
        .startsWith("name-taken")
        .contains("takeover: true");
    assertThat(refused(client, "start_session", "{}")).startsWith("invalid-field (name)");
    assertThat(refused(client, "claim_next", "{}")).startsWith("invalid-field (session)");
    assertThat(refused(client, "claim_next", "{\"session\":\"s-none\"}")).startsWith("not-found");
    assertThat(refused(client, "heartbeat", "{\"session\":\"%s\",\"tusk\":1}".formatted(worker)))
        .startsWith("invalid-field (tusk)")
        .contains("known are", "checkpoint");
    assertThat(
            refused(
                client,
                "heartbeat",
                "{\"session\":\"%s\",\"task\":%s,\"fence\":5}".formatted(worker, task.get("id"))))
        .startsWith("stale-fence");
    assertThat(
            refused(
                client, "claim_next", "{\"session\":\"%s\",\"wait_seconds\":99}".formatted(worker)))
        .startsWith("invalid-field (wait_seconds)");
  }

  @Test
  void anAgentActsForItsOwnSessionsOnly() {
    String worker = session("mcp-own");
    McpSyncClient stranger = clientOf("agent-2");
    try {
      assertThat(refused(stranger, "claim_next", "{\"session\":\"%s\"}".formatted(worker)))
          .startsWith("forbidden")
          .contains("start_session");
    } finally {
      stranger.close();
    }
  }

  @Test
  void nobodyComesInWithoutAnAgentsToken() {
    assertThat(post("", "").statusCode()).isEqualTo(401);
    assertThat(post("", "").headers().firstValue("WWW-Authenticate")).isPresent();
    assertThat(RunningServer.json(post("Bearer nonsense", "")).get("code").asText())
        .isEqualTo("unauthenticated");
    String teacher = "Bearer " + server.token("t-1", "teacher");
    assertThat(RunningServer.json(post(teacher, "")).get("code").asText()).isEqualTo("forbidden");
    String agent = "Bearer " + server.token("agent-1", "agent");
    assertThat(post(agent, "http://evil.example").statusCode()).isEqualTo(403);
    assertThat(post(agent, "").statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> post(String authorization, String origin) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.root("/mcp"))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(
                BodyPublishers.ofString(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}"));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    if (!origin.isEmpty()) {
      request.header("Origin", origin);
    }
    return server.send(request);
  }
}
