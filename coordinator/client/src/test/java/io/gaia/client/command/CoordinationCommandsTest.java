package io.gaia.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.client.CommandRun;
import io.gaia.client.auth.Role;
import io.gaia.client.testkit.CoordinatorProcess;
import io.gaia.schemas.json.EventCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about coordination, as a person types them, against a real coordinator. */
class CoordinationCommandsTest {

  @TempDir static Path folder;

  private static CoordinatorProcess coordinator;

  @BeforeAll
  static void startCoordinator() {
    // sessions here send no heartbeats
    coordinator = CoordinatorProcess.start(folder, Map.of("SESSION_LEASE_TIMEOUT", "10m"));
  }

  @AfterAll
  static void stopCoordinator() {
    coordinator.close();
  }

  @Test
  void aTaskGoesFromTheQueueOverASessionToItsEnd() {
    String session = register("walker");
    String task =
        json(
                "task",
                "enqueue",
                "--type",
                "walk",
                "--lesson",
                "walks",
                "--payload",
                "{\"n\":1}",
                "--requires",
                "legs",
                "--max-retries",
                "0")
            .path("id")
            .asText();
    assertThat(json("task", "claim", session, "--lesson", "walks").path("tasks"))
        .as("it has no legs")
        .isEmpty();
    String able =
        json("session", "register", "--name", "legs", "--capability", "legs").path("id").asText();
    JsonNode claimed = json("task", "claim", able, "--lesson", "walks").path("tasks").path(0);
    assertThat(claimed.path("id").asText()).isEqualTo(task);
    String fence = claimed.path("fence").asText();

    assertThat(
            json("task", "start", task, "--session", able, "--fence", fence)
                .path("status")
                .asText())
        .isEqualTo("in_progress");
    assertThat(
            json("task", "fail", task, "--session", able, "--fence", fence, "--reason", "tired")
                .path("status")
                .asText())
        .isEqualTo("failed");
    assertThat(ok("task", "dead", "--lesson", "walks")).contains(task, "tired");
    assertThat(ok("task", "retry", "--all", "--lesson", "walks")).contains("1 tasks");
    assertThat(json("task", "assign", task, "--session", able).path("claimed_by").asText())
        .isEqualTo(able);
    assertThat(
            json("task", "cancel", task, "--reason", "enough").path("cancel_requested").asBoolean())
        .isTrue();
  }

  @Test
  void aBatchComesFromAFileAndMayComeTwice() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("batch.ndjson"),
            IntStream.range(0, 1_234)
                .mapToObj(
                    "{\"task_type\":\"t\",\"payload\":{},\"idempotency_key\":\"b-%d\"}"::formatted)
                .collect(Collectors.joining("\n\n")));

    assertThat(ok("task", "batch", file.toString(), "--lesson", "batched")).contains("1234 tasks");
    assertThat(ok("task", "batch", file.toString(), "--lesson", "batched")).contains("1234 tasks");
    assertThat(json("lesson", "show", "batched").path("tasks_total").asInt()).isEqualTo(1_234);

    Path bad =
        Files.writeString(
            folder.resolve("bad.ndjson"),
            "{\"task_type\":\"t\",\"payload\":{}}\n"
                + "{\"task_type\":\"t\",\"payload\":{},\"priority\":12}\n");
    CommandRun partly = run("task", "batch", bad.toString());
    assertThat(partly.exitCode()).isEqualTo(1);
    assertThat(partly.out()).contains("1 tasks", "line 2 was refused: priority takes 0 to 9");
    Files.writeString(bad, "nonsense");
    assertThat(run("task", "batch", bad.toString()).err())
        .contains("bad.ndjson, line 1: takes a JSON object");
  }

  @Test
  void lessonsArePausedAndSessionsAreCloseToThem() {
    String session = register("close");
    json("lesson", "create", "parsers", "--title", "Parsers", "--priority", "3");
    assertThat(json("lesson", "update", "parsers", "--title", "All parsers").path("title").asText())
        .isEqualTo("All parsers");
    assertThat(json("lesson", "pause", "parsers").path("paused").asBoolean()).isTrue();
    assertThat(json("lesson", "resume", "parsers").path("paused").asBoolean()).isFalse();
    assertThat(ok("lesson", "list")).contains("All parsers");
    assertThat(run("lesson", "update", "parsers").err()).contains("what is to change?");

    json(
        "session",
        "affinity",
        "set",
        session,
        "parsers",
        "--score",
        "80",
        "--from",
        "22:00",
        "--to",
        "06:00",
        "--zone",
        "Europe/Berlin");
    assertThat(ok("session", "affinity", "list", session))
        .contains("parsers", "80", "22:00", "06:00", "Europe/Berlin");
    assertThat(ok("session", "available", "--lesson", "parsers")).contains("close");
    ok("session", "affinity", "remove", session, "parsers");
    assertThat(json("session", "affinity", "list", session).path("items")).isEmpty();
  }

  @Test
  void aSessionIsPausedResumedDrainedAndDeclaredDead() {
    String session = register("puppet");

    assertThat(json("session", "pause", session).path("status").asText()).isEqualTo("paused");
    assertThat(json("session", "resume", session).path("status").asText()).isEqualTo("idle");
    assertThat(json("session", "drain", session).path("status").asText()).isEqualTo("draining");
    assertThat(json("session", "fail", session, "--reason", "gone").path("reason").asText())
        .isEqualTo("gone");
    assertThat(ok("session", "list", "--status", "failed")).contains("puppet");
    CommandRun late = run("session", "heartbeat", session);
    assertThat(late.exitCode()).isEqualTo(1);
    assertThat(late.err()).contains("wrong-state", "register again");
  }

  @Test
  void aLockIsHeldShownRenewedAndGivenBack() {
    String one = register("holder");
    String two = register("other");

    JsonNode lock = json("lock", "acquire", "bridge", "--session", one, "--ttl", "90s");
    assertThat(run("lock", "acquire", "bridge", "--session", two).err()).contains("lock-held");
    String fence = lock.path("fence").asText();
    assertThat(
            json("lock", "renew", "bridge", "--session", one, "--fence", fence, "--ttl", "2m")
                .path("ttl_seconds")
                .asInt())
        .isEqualTo(120);
    assertThat(ok("lock", "list", "--session", one)).contains("bridge");
    ok("lock", "release", "bridge", "--session", one, "--fence", fence);
    assertThat(run("lock", "show", "bridge").err()).contains("not-found");
  }

  @Test
  void queueAndClusterAreSeenAndSteered() {
    assertThat(json("queue", "pause").path("paused").asBoolean()).isTrue();
    assertThat(json("queue", "resume").path("paused").asBoolean()).isFalse();
    assertThat(ok("cluster", "status")).contains("leader", "node-1");
    assertThat(json("cluster", "snapshot").path("index").asLong()).isPositive();
    assertThat(run("cluster", "transfer", "node-9").err())
        .contains("node_id takes the id of a peer");
  }

  private static String register(String name) {
    return json("session", "register", "--name", name).path("id").asText();
  }

  private static JsonNode json(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    try {
      return EventCodec.mapper().readTree(ok(all.toArray(String[]::new)));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static String ok(String... arguments) {
    CommandRun run = run(arguments);
    assertThat(run.exitCode()).as("%s: %s", String.join(" ", arguments), run.err()).isZero();
    return run.out();
  }

  private static CommandRun run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "--url",
            coordinator.url().toString(),
            "--token",
            coordinator.token("root", Role.ADMIN)));
    return CommandRun.of(all.toArray(String[]::new));
  }
}
