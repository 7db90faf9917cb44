package io.gaia.server.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.event.RejectedEvent;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.testkit.KafkaProcess;
import io.gaia.server.testkit.RunningServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CollectorTest {

  @TempDir static Path directory;

  private static KafkaProcess kafka;
  private static RunningServer server;
  private static String token;

  @BeforeAll
  static void start() {
    kafka = new KafkaProcess(directory).start();
    server =
        RunningServer.start(
            directory,
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", kafka.address(),
                "KAFKA_DELIVERY_TIMEOUT", "3s",
                "KAFKA_RETRY_INTERVAL", "300ms"));
    token = server.token("typing-app", "app");
    awaitKafka("up");
  }

  @AfterAll
  static void stop() {
    server.close();
    kafka.close();
  }

  @Test
  void takesMetricsAndRatingsAsTheyWereSent() {
    String student = "s-" + UUID.randomUUID();
    String metric =
        "{\"event_id\":\"%s-1\",\"student_id\":\"%s\",\"app_name\":\"typing\",\"session_id\":\"x\","
            + "\"metric_type\":\"error\",\"metric_value\":1,\"timestamp\":\"%s\",\"own_field\":[1]}";
    String rating =
        "{\"student_id\":\"%s\",\"app_name\":\"typing\",\"session_id\":\"x\",\"rating\":2,"
            + "\"timestamp\":\"%s\"}";
    HttpResponse<String> response =
        post(
            "["
                + metric.formatted(student, student, Instant.now())
                + ","
                + rating.formatted(student, Instant.now())
                + "]");
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).isEqualTo("{\"accepted\":2,\"rejected\":[]}");

    List<JsonNode> metrics = valuesOf(Topic.USABILITY_METRICS, student);
    assertThat(metrics).hasSize(1);
    assertThat(metrics.get(0).get("event_id").textValue()).isEqualTo(student + "-1");
    assertThat(metrics.get(0).get("own_field")).hasToString("[1]");
    List<JsonNode> ratings = valuesOf(Topic.SATISFACTION_RATINGS, student);
    assertThat(ratings).hasSize(1);
    assertThat(ratings.get(0).get("event_id").textValue()).isNotBlank();
  }

  @Test
  void anEventWithoutAnIdGetsTheSameOneEachTime() {
    String student = "s-" + UUID.randomUUID();
    String event = event(student, "error").replace("\"event_id\":\"e\",", "");
    assertThat(post(event).statusCode()).isEqualTo(202);
    assertThat(post(event).statusCode()).isEqualTo(202);
    assertThat(
            valuesOf(Topic.USABILITY_METRICS, student).stream()
                .map(json -> json.get("event_id").textValue())
                .distinct())
        .hasSize(1);
  }

  @Test
  void rejectsOneByOneWithTheReasonAndKeepsWhatItRejected() {
    String student = "s-" + UUID.randomUUID();
    String good = event(student, "error");
    HttpResponse<String> response =
        post(
            "["
                + String.join(
                    ",",
                    good,
                    "7",
                    good.replace("\"student_id\":\"" + student + "\",", ""),
                    good.replace("\"metric_value\":1", "\"metric_value\":\"one\""),
                    good.replaceFirst(
                        "\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"1970-01-01T00:00:00Z\""),
                    good.replaceFirst(
                        "\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"2100-01-01T00:00:00Z\""),
                    event(student, "a-type-nobody-knows"),
                    good,
                    "{\"sensor\":\"https://school/sensor\",\"data\":[]}",
                    good.replace(
                        "\"metric_value\":1",
                        "\"metric_value\":1,\"metadata\":{\"x\":\""
                            + "x".repeat(1024 * 1024)
                            + "\"}"))
                + "]");
    assertThat(response.statusCode()).isEqualTo(202);
    JsonNode answer = RunningServer.json(response);
    assertThat(answer.get("accepted").intValue()).isEqualTo(3);
    Map<Integer, String> fields =
        IntStream.range(0, answer.get("rejected").size())
            .mapToObj(i -> answer.get("rejected").get(i))
            .collect(
                Collectors.toMap(
                    each -> each.get("index").intValue(), each -> each.path("field").asText()));
    assertThat(fields)
        .isEqualTo(
            Map.of(
                1,
                "",
                2,
                "student_id",
                3,
                "metric_value",
                4,
                "timestamp",
                5,
                "timestamp",
                8,
                "data",
                9,
                ""));
    assertThat(answer.get("rejected").get(6).get("reason").textValue())
        .contains("at most " + Topic.MAX_VALUE_BYTES);

    List<RejectedEvent> kept =
        kafka.recordsOf(Topic.REJECTED_EVENTS).stream()
            .map(each -> EventCodec.fromBytes(each.value(), RejectedEvent.class))
            .filter(each -> each.raw().contains(student))
            .toList();
    assertThat(kept).hasSize(4).allMatch(each -> each.source().equals("collector"));
    RejectedEvent large =
        kept.stream()
            .filter(each -> each.rawBytes() > Topic.MAX_VALUE_BYTES)
            .findFirst()
            .orElseThrow();
    assertThat(large.raw()).hasSize(RejectedEvent.RAW_BYTES_KEPT);
    assertThat(large.rawSha256()).matches("[0-9a-f]{64}");
  }

  @Test
  void takesLinesAndOnlyTheBrokenOnesAreRejected() {
    String student = "s-" + UUID.randomUUID();
    HttpResponse<String> response =
        send(
            "application/x-ndjson",
            event(student, "error") + "\n\n{oops\n" + event(student, "idle"));
    assertThat(response.statusCode()).isEqualTo(202);
    JsonNode answer = RunningServer.json(response);
    assertThat(answer.get("accepted").intValue()).isEqualTo(2);
    assertThat(answer.at("/rejected/0/index").intValue()).isEqualTo(1);
    assertThat(answer.at("/rejected/0/reason").textValue()).startsWith("not JSON");
  }

  @Test
  void takesXapiStatements() {
    String student = "s-" + UUID.randomUUID();
    HttpResponse<String> response =
        post(
            """
            {"id":"%s","actor":{"account":{"homePage":"https://school","name":"%s"}},
             "verb":{"id":"http://adlnet.gov/expapi/verbs/answered"},
             "object":{"id":"https://quiz/item-1"},"result":{"success":false},"timestamp":"%s"}
            """
                .formatted(UUID.randomUUID(), student, Instant.now()));
    assertThat(RunningServer.json(response).get("accepted").intValue()).isEqualTo(1);
    assertThat(valuesOf(Topic.USABILITY_METRICS, student))
        .singleElement()
        .satisfies(json -> assertThat(json.get("metric_type").textValue()).isEqualTo("attempt"));
  }

  @Test
  void takesTheEventsOfACaliperEnvelopeOneByOne() {
    String student = "s-" + UUID.randomUUID();
    String event =
        """
        {"type":"%s","action":"Used","actor":"%s","object":"https://quiz/x","eventTime":"%s"}\
        """;
    String used = event.formatted("ToolUseEvent", student, Instant.now());
    HttpResponse<String> response =
        post(
            """
            [{"sensor":"https://quiz/sensor","sendTime":"%s","dataVersion":"http://purl.imsglobal.org/ctx/caliper/v1p2",
             "data":[%s,{"type":"Person","id":"%s"},%s]}]
            """
                .formatted(
                    Instant.now(), used, student, used.replace("ToolUseEvent", "ForumEvent")));
    JsonNode answer = RunningServer.json(response);
    assertThat(answer.get("accepted").intValue()).isEqualTo(2);
    assertThat(answer.get("rejected")).hasSize(1);
    assertThat(answer.at("/rejected/0/index").intValue()).isZero();
    assertThat(answer.at("/rejected/0/reason").textValue()).startsWith("data[1]: type takes");
    assertThat(valuesOf(Topic.USABILITY_METRICS, student))
        .extracting(json -> json.get("metric_type").textValue())
        .containsExactlyInAnyOrder("click", "caliper:ForumEvent.Used");
  }

  @Test
  void aBodyThatIsNoJsonIsRefusedAsAWholeAndKept() {
    String body = "[{\"student_id\": " + UUID.randomUUID();
    HttpResponse<String> response = post(body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(RunningServer.json(response).get("detail").textValue())
        .contains("nothing was taken");
    assertThat(
            kafka.recordsOf(Topic.REJECTED_EVENTS).stream()
                .map(each -> EventCodec.fromBytes(each.value(), RejectedEvent.class).raw()))
        .contains(body);
  }

  @Test
  void aBodyOverFourMebibytesIsTooLargeDeclaredOrNot() {
    String body = "[" + " ".repeat(4 * 1024 * 1024) + "]";
    assertThat(post(body).statusCode()).isEqualTo(413);
    HttpResponse<String> undeclared =
        server.send(
            HttpRequest.newBuilder(server.api("/events"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () ->
                            new java.io.ByteArrayInputStream(
                                body.getBytes(java.nio.charset.StandardCharsets.UTF_8)))));
    assertThat(undeclared.statusCode()).isEqualTo(413);
    assertThat(RunningServer.json(undeclared).get("code").textValue()).isEqualTo("too-large");
  }

  @Test
  void anotherMediaTypeOrMethodIsRefusedAsAProblem() {
    HttpResponse<String> form = send("application/x-www-form-urlencoded", "a=b");
    assertThat(form.statusCode()).isEqualTo(415);
    assertThat(RunningServer.json(form).get("code").textValue())
        .isEqualTo("unsupported-media-type");
    HttpResponse<String> get = server.get(server.api("/events"), token);
    assertThat(get.statusCode()).isEqualTo(405);
    assertThat(RunningServer.json(get).get("code").textValue()).isEqualTo("method-not-allowed");
  }

  @Test
  void aKilledKafkaMeansTryAgainLaterAndThenItWorks() {
    String student = "s-" + UUID.randomUUID();
    kafka.kill();

    Instant asked = Instant.now();
    HttpResponse<String> refused = post("[7," + event(student, "error") + "]");
    assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(8));
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    JsonNode problem = RunningServer.json(refused);
    assertThat(problem.get("code").textValue()).isEqualTo("unavailable");
    assertThat(problem.get("accepted").intValue()).isZero();
    assertThat(problem.get("unconfirmed")).hasToString("[0,1]");

    awaitKafka("degraded");
    Instant askedAgain = Instant.now();
    assertThat(post(event(student, "error")).statusCode()).isEqualTo(503);
    assertThat(Duration.between(askedAgain, Instant.now())).isLessThan(Duration.ofSeconds(1));

    kafka.start();
    awaitKafka("up");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> post(event(student, "error")).statusCode() == 202);
    assertThat(valuesOf(Topic.USABILITY_METRICS, student)).isNotEmpty();
  }

  private static void awaitKafka(String state) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                RunningServer.json(server.get(server.admin("/healthcheck")))
                    .at("/kafka/state")
                    .textValue(),
            state::equals);
  }

  private static List<JsonNode> valuesOf(Topic topic, String key) {
    return kafka.recordsOf(topic).stream()
        .filter(each -> each.key().equals(key))
        .map(ConsumerRecord::value)
        .map(value -> EventCodec.fromBytes(value, JsonNode.class))
        .toList();
  }

  private static String event(String student, String type) {
    return "{\"event_id\":\"e\",\"student_id\":\"%s\",\"app_name\":\"typing\",\"session_id\":\"x\",\"metric_type\":\"%s\",\"metric_value\":1,\"timestamp\":\"%s\"}"
        .formatted(student, type, Instant.now());
  }

  private static HttpResponse<String> post(String body) {
    return send("application/json", body);
  }

  private static HttpResponse<String> send(String mediaType, String body) {
    return server.send(
        HttpRequest.newBuilder(server.api("/events"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", mediaType)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }
}
