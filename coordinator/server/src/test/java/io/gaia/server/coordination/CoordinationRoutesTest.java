package io.gaia.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.core.command.ClusterCommand.RaiseFormat;
import io.gaia.server.coordination.Coordinator.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoordinationRoutesTest {
  @TempDir static Path directory;
  private static Coordinator gaia;

  @BeforeAll
  static void start() {
    gaia = Coordinator.start(directory, Map.of());
  }

  @AfterAll
  static void stop() {
    gaia.close();
  }

  @Test
  void aTimeOutOfTheCalendarIsRefusedByName() {
    for (String time : List.of("-999999999-01-01T00:00:00Z", "+999999999-12-31T23:59:59Z")) {
      gaia.post("/tasks", "{\"task_type\":\"t\",\"payload\":1,\"run_at\":\"" + time + "\"}")
          .refused(400, "invalid-field");
    }
  }

  @Test
  void aTaskIsEnqueuedClaimedStartedAndCompletedOnce() {
    String session = gaia.register("story");
    Answer beat = gaia.post("/sessions/" + session + "/heartbeat", "{}").is(200);
    assertThat(beat.body().at("/lease_seconds").asDouble()).isEqualTo(30);
    assertThat(Instant.parse(beat.text("lease_expires_at"))).isAfter(Instant.now());

    Answer enqueued =
        gaia.post(
                "/tasks",
                """
                {"task_type":"review","payload":{"b":2,"a":[1,null,"x"]},"priority":9,
                 "target_session_id":"%s"}\
                """
                    .formatted(session))
            .is(201);
    String task = enqueued.text("id");
    assertThat(enqueued.text("status")).isEqualTo("pending");
    assertThat(enqueued.body().at("/payload/a/2").asText()).isEqualTo("x");

    Answer claims = gaia.claim(session);
    assertThat(claims.text("tasks.0.id")).isEqualTo(task);
    long fence = claims.number("tasks.0.fence");
    assertThat(fence).isPositive();
    assertThat(Instant.parse(claims.text("tasks.0.claim_expires_at"))).isAfter(Instant.now());
    assertThat(gaia.post("/sessions/" + session + "/heartbeat", "{}").text("tasks.0.id"))
        .isEqualTo(task);

    String held = "{\"session_id\":\"%s\",\"fence\":%d".formatted(session, fence);
    assertThat(gaia.post("/tasks/" + task + "/start", held + "}").is(200).text("status"))
        .isEqualTo("in_progress");
    Answer done =
        gaia.post("/tasks/" + task + "/complete", held + ",\"result\":{\"ok\":true}}").is(200);
    assertThat(done.text("status")).isEqualTo("completed");
    assertThat(done.body().at("/result/ok").asBoolean()).isTrue();
    // the same outcome said twice gets the same answer
    assertThat(
            gaia.post("/tasks/" + task + "/complete", held + ",\"result\":{\"ok\":true}}")
                .is(200)
                .body())
        .isEqualTo(done.body());

    Answer after = gaia.get("/sessions/" + session).is(200);
    assertThat(after.number("statistics.tasks_completed")).isEqualTo(1);
    assertThat(after.number("current_task_count")).isZero();
    assertThat(gaia.get("/tasks/" + task).is(200).body()).isEqualTo(done.body());
  }

  @Test
  void aStaleFenceChangesNothing() {
    String session = gaia.register("stale");
    String task = targeted(session);
    long fence = gaia.claim(session).number("tasks.0.fence");
    gaia.post(
            "/tasks/" + task + "/complete",
            "{\"session_id\":\"%s\",\"fence\":%d}".formatted(session, fence - 1))
        .refused(409, "stale-fence");
    assertThat(gaia.get("/tasks/" + task).text("status")).isEqualTo("assigned");
  }

  @Test
  void aLockHasOneOwnerAndItsFenceGrows() {
    String first = gaia.register("lock-1");
    String second = gaia.register("lock-2");
    Answer taken = gaia.put("/locks/repo:main", lockBody(first, 30, 0)).is(201);
    assertThat(taken.text("session_id")).isEqualTo(first);
    assertThat(gaia.put("/locks/repo:main", lockBody(first, 30, 0)).is(200).number("fence"))
        .isEqualTo(taken.number("fence"));

    gaia.put("/locks/repo:main", lockBody(second, 30, 0)).refused(409, "lock-held");
    gaia.delete("/locks/repo:main?session_id=" + second + "&fence=" + taken.number("fence"))
        .refused(409, "stale-fence");
    gaia.delete("/locks/repo:main?session_id=" + first + "&fence=" + taken.number("fence")).is(204);

    Answer next = gaia.put("/locks/repo:main", lockBody(second, 30, 0)).is(201);
    assertThat(next.number("fence")).isGreaterThan(taken.number("fence"));
    gaia.post(
            "/locks/repo:main/renew",
            "{\"session_id\":\"%s\",\"fence\":%d}".formatted(second, next.number("fence")))
        .is(200);
  }

  @Test
  void aLockIsHandedToWhoWaits() {
    String owner = gaia.register("wait-owner");
    String waiter = gaia.register("wait-waiter");
    Answer held = gaia.put("/locks/handed", lockBody(owner, 30, 0)).is(201);
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(() -> gaia.put("/locks/handed", lockBody(waiter, 30, 20)));
    Awaitility.await().until(() -> gaia.get("/locks/handed").text("waiting.0").equals(waiter));
    gaia.delete("/locks/handed?session_id=" + owner + "&fence=" + held.number("fence")).is(204);
    Answer got = waiting.orTimeout(10, TimeUnit.SECONDS).join().is(201);
    assertThat(got.text("session_id")).isEqualTo(waiter);
    assertThat(got.number("fence")).isGreaterThan(held.number("fence"));
  }

  @Test
  void whoWaitsForALockInVainIsTold() {
    String owner = gaia.register("vain-owner");
    String waiter = gaia.register("vain-waiter");
    gaia.put("/locks/vain", lockBody(owner, 30, 0)).is(201);
    gaia.put("/locks/vain", lockBody(waiter, 30, 0.3)).refused(409, "lock-held");
  }

  @Test
  void aClaimWaitsForWork() {
    String session = gaia.register("long-poll");
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(
            () -> gaia.post("/sessions/" + session + "/claims", "{\"wait_seconds\":20}"));
    Awaitility.await().until(() -> gaia.get("/queue").number("waiting_claims") == 1);
    String task = targeted(session);
    Answer got = waiting.orTimeout(5, TimeUnit.SECONDS).join().is(200);
    assertThat(got.text("tasks.0.id")).isEqualTo(task);
  }

  @Test
  void aClaimThatWaitsInVainIsEmpty() {
    String session = gaia.register("long-poll-vain");
    long start = System.nanoTime();
    Answer got =
        gaia.post(
                "/sessions/" + session + "/claims", "{\"wait_seconds\":0.4,\"lesson_id\":\"none\"}")
            .is(200);
    assertThat(got.body().at("/tasks")).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(390));
  }

  @Test
  void oneIdempotencyKeyMakesOneTask() {
    String body =
        "{\"requires\":{\"capabilities\":[\"nobody\"]},\"task_type\":\"once\",\"idempotency_key\":\"k-1\",\"payload\":{\"a\":1,\"b\":2}}";
    String sameBody =
        "{\"requires\":{\"capabilities\":[\"nobody\"]},\"task_type\":\"once\",\"idempotency_key\":\"k-1\",\"payload\":{\"b\":2,\"a\":1}}";
    String task = gaia.post("/tasks", body).is(201).text("id");
    assertThat(gaia.post("/tasks", sameBody).is(200).text("id")).isEqualTo(task);
    gaia.post(
            "/tasks",
            "{\"requires\":{\"capabilities\":[\"nobody\"]},\"task_type\":\"once\",\"idempotency_key\":\"k-1\",\"payload\":{\"a\":2}}")
        .refused(422, "idempotency-mismatch");
  }

  @Test
  void aRequestThatIsSentAgainUnderItsKeyIsDoneOnce() {
    String body =
        "{\"requires\":{\"capabilities\":[\"nobody\"]},\"task_type\":\"again\",\"payload\":{}}";
    Answer first = gaia.postWithKey("/tasks", body, "request-1").is(201);
    Answer again = gaia.postWithKey("/tasks", body, "request-1");
    assertThat(again.text("id")).isEqualTo(first.text("id"));
    gaia.postWithKey(
            "/sessions",
            "{\"name\":\"other\",\"tier\":\"worker\",\"provider\":\"codex\"}",
            "request-1")
        .refused(422, "idempotency-mismatch");
  }

  @Test
  void badInputNamesItsField() {
    List<Map.Entry<String, String>> sessions =
        List.of(
            Map.entry("{\"tier\":\"worker\",\"provider\":\"claude\"}", "name"),
            Map.entry("{\"name\":\"x\",\"tier\":\"boss\",\"provider\":\"claude\"}", "tier"),
            Map.entry("{\"name\":\"\",\"tier\":\"worker\",\"provider\":\"claude\"}", "name"),
            Map.entry("{\"name\":\"x\",\"tier\":\"worker\",\"provider\":\"claude\",\"x\":1}", "x"),
            Map.entry(
                "{\"name\":\"x\",\"tier\":\"worker\",\"provider\":\"claude\",\"time_window\":{\"start\":\"9\",\"end\":\"17:00\",\"time_zone\":\"UTC\"}}",
                "time_window.start"),
            Map.entry(
                "{\"name\":\"x\",\"tier\":\"worker\",\"provider\":\"claude\",\"metadata\":[]}",
                "metadata"));
    sessions.forEach(
        bad ->
            assertThat(
                    gaia.post("/sessions", bad.getKey())
                        .refused(400, "invalid-field")
                        .text("field"))
                .isEqualTo(bad.getValue()));
    List<Map.Entry<String, String>> tasks =
        List.of(
            Map.entry("{\"payload\":{}}", "task_type"),
            Map.entry("{\"task_type\":\"x\"}", "payload"),
            Map.entry("{\"task_type\":\"x\",\"payload\":{\"a\":\"\\u0000\"}}", "payload"),
            Map.entry("{\"task_type\":\"x\",\"payload\":1e999}", "payload"),
            Map.entry("{\"task_type\":\"x\",\"payload\":\"\\ud800\"}", "payload"),
            Map.entry("{\"task_type\":\"x\",\"payload\":{},\"priority\":10}", "priority"),
            Map.entry("{\"task_type\":\"x\",\"payload\":{},\"priority\":\"high\"}", "priority"),
            Map.entry("{\"task_type\":\"x\",\"payload\":{},\"run_at\":\"soon\"}", "run_at"),
            Map.entry(
                "{\"tasks\":[{\"task_type\":\"x\",\"payload\":{}},{\"payload\":{}}]}",
                "tasks[1].task_type"));
    tasks.forEach(
        bad ->
            assertThat(
                    gaia.post("/tasks", bad.getKey()).refused(400, "invalid-field").text("field"))
                .isEqualTo(bad.getValue()));
    gaia.post("/tasks", "{\"task_type\":").refused(400, "invalid-field");
    assertThat(gaia.get("/tasks?status=done").refused(400, "invalid-field").text("field"))
        .isEqualTo("status");
    assertThat(gaia.get("/tasks?limit=0").refused(400, "invalid-field").text("field"))
        .isEqualTo("limit");
    assertThat(gaia.get("/sessions?consistency=maybe").refused(400, "invalid-field").text("field"))
        .isEqualTo("consistency");
  }

  @Test
  void whatIsNotThereIsNotFound() {
    gaia.get("/sessions/none").refused(404, "not-found");
    gaia.get("/tasks/none").refused(404, "not-found");
    gaia.get("/locks/none").refused(404, "not-found");
    gaia.get("/lessons/none").refused(404, "not-found");
    gaia.post("/sessions/none/heartbeat", "{}").refused(404, "not-found");
    gaia.post("/sessions/none/claims", "{}").refused(404, "not-found");
  }

  @Test
  void anAgentActsForItsOwnSessionsAlone() {
    String session = gaia.register("mine");
    gaia.postAs("agent-2", "/sessions/" + session + "/heartbeat", "{}").refused(403, "forbidden");
    gaia.postAs("agent-2", "/sessions/" + session + "/claims", "{}").refused(403, "forbidden");
    gaia.postAsAdmin("/sessions/" + session + "/heartbeat", "{}").is(200);
    gaia.post("/queue/pause", "").refused(403, "forbidden");
    gaia.send("GET", "/queue", "", gaia.server().token("t", "teacher"), Optional.empty())
        .refused(403, "forbidden");
  }

  @Test
  void aNameThatComesBackIsANewIncarnation() {
    String body = "{\"name\":\"phoenix\",\"tier\":\"manager\",\"provider\":\"gemini\"%s}";
    Answer first = gaia.post("/sessions", body.formatted("")).is(201);
    gaia.post("/sessions", body.formatted("")).refused(409, "name-taken");
    Answer second = gaia.post("/sessions", body.formatted(",\"takeover\":true")).is(201);
    assertThat(second.text("id")).isEqualTo(first.text("id"));
    assertThat(second.number("incarnation")).isGreaterThan(first.number("incarnation"));
    gaia.post(
            "/sessions/" + first.text("id") + "/heartbeat",
            "{\"incarnation\":%d}".formatted(first.number("incarnation")))
        .refused(409, "stale-fence");
    gaia.delete("/sessions/" + first.text("id")).is(204);
    gaia.post("/sessions/" + first.text("id") + "/heartbeat", "{}").refused(409, "wrong-state");
  }

  @Test
  void aBatchIsTakenAndItsTasksAreCompletedInOne() {
    String session = gaia.register("batch");
    String task =
        "{\"task_type\":\"b\",\"payload\":{},\"target_session_id\":\"%s\"}".formatted(session);
    Answer many = gaia.post("/tasks", "{\"tasks\":[%s,%s,%s]}".formatted(task, task, task)).is(201);
    assertThat(many.body().at("/tasks")).hasSize(3);
    gaia.postAsAdmin("/sessions/" + session + "/fail", "{\"reason\":\"test\"}").is(200);
    gaia.post(
            "/sessions",
            """
            {"name":"batch","tier":"worker","provider":"claude","max_concurrent_tasks":3}\
            """)
        .is(201);
    Answer claims = gaia.post("/sessions/" + session + "/claims", "{\"max\":3}").is(200);
    assertThat(claims.body().at("/tasks")).hasSize(3);
    StringBuilder items = new StringBuilder();
    claims
        .body()
        .at("/tasks")
        .forEach(
            claim ->
                items.append(
                    "{\"task_id\":\"%s\",\"session_id\":\"%s\",\"fence\":%d},"
                        .formatted(
                            claim.get("id").asText(), session, claim.get("fence").asLong())));
    items.append("{\"task_id\":\"none\",\"session_id\":\"%s\",\"fence\":1}".formatted(session));
    Answer done = gaia.post("/tasks/complete", "{\"items\":[" + items + "]}").is(200);
    assertThat(done.body().at("/tasks")).hasSize(3);
    assertThat(done.number("rejected.0.index")).isEqualTo(3);
    assertThat(done.text("rejected.0.problem.code")).isEqualTo("not-found");
  }

  @Test
  void aFailedTaskIsRetriedLaterAndADeadLetterIsReplayed() {
    String session = gaia.register("fails");
    String task = targeted(session);
    long fence = gaia.claim(session).number("tasks.0.fence");
    String held = "{\"session_id\":\"%s\",\"fence\":%d".formatted(session, fence);
    Answer retried = gaia.post("/tasks/" + task + "/fail", held + ",\"reason\":\"flaky\"}").is(200);
    assertThat(retried.text("status")).isEqualTo("pending");
    assertThat(Instant.parse(retried.text("run_at"))).isAfter(Instant.now());

    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> gaia.claim(session).number("tasks.0.fence") > 0);
    long second = gaia.get("/tasks/" + task).number("fence");
    assertThat(second).isGreaterThan(fence);
    Answer dead =
        gaia.post(
                "/tasks/" + task + "/fail",
                "{\"session_id\":\"%s\",\"fence\":%d,\"reason\":\"no\",\"retryable\":false}"
                    .formatted(session, second))
            .is(200);
    assertThat(dead.text("status")).isEqualTo("failed");
    assertThat(dead.text("attempts.1.outcome")).isEqualTo("failed");
    Answer replayed = gaia.postAsAdmin("/tasks/retry", "{\"task_type\":\"targeted\"}").is(200);
    assertThat(replayed.body().at("/tasks").findValuesAsText("id")).contains(task);
  }

  @Test
  void lessonsAndAffinitiesAreKept() {
    gaia.postAsAdmin("/lessons", "{\"id\":\"algebra\",\"title\":\"Algebra\",\"priority\":3}")
        .is(201);
    String session = gaia.register("affine");
    gaia.put(
            "/sessions/" + session + "/affinities/algebra",
            "{\"score\":80,\"time_window\":{\"start\":\"22:00\",\"end\":\"06:00\",\"time_zone\":\"Europe/Berlin\"}}")
        .is(200);
    Answer list = gaia.get("/sessions/" + session + "/affinities").is(200);
    assertThat(list.text("items.0.time_window.start")).isEqualTo("22:00");
    gaia.post(
            "/tasks",
            "{\"task_type\":\"l\",\"payload\":1,\"requires\":{\"capabilities\":[\"nobody\"]},\"lesson_id\":\"algebra\"}")
        .is(201);
    Answer lesson = gaia.get("/lessons/algebra").is(200);
    assertThat(lesson.number("tasks_total")).isEqualTo(1);
    assertThat(gaia.get("/tasks?lesson_id=algebra").body().at("/items")).hasSize(1);
    gaia.delete("/sessions/" + session + "/affinities/algebra").is(204);
    assertThat(gaia.get("/sessions/" + session + "/affinities").body().at("/items")).isEmpty();
    assertThat(gaia.get("/sessions/available?lesson_id=algebra").is(200).body().at("/items"))
        .isNotEmpty();
  }

  @Test
  void listsGoPageByPage() {
    for (int i = 0; i < 5; i++) {
      gaia.post(
              "/tasks",
              "{\"task_type\":\"p\",\"payload\":{},\"requires\":{\"capabilities\":[\"nobody\"]},\"lesson_id\":\"paged\"}")
          .is(201);
    }
    Answer first = gaia.get("/tasks?lesson_id=paged&limit=3").is(200);
    assertThat(first.body().at("/items")).hasSize(3);
    Answer second =
        gaia.get("/tasks?lesson_id=paged&limit=3&cursor=" + first.text("next_cursor")).is(200);
    assertThat(second.body().at("/items")).hasSize(2);
    assertThat(second.body().get("next_cursor").isNull()).isTrue();
  }

  @Test
  void theClusterTellsItsLeaderAndWritesSnapshots() {
    gaia.awaitNewestFormat();
    Answer cluster = gaia.get("/cluster").is(200);
    assertThat(cluster.text("leader")).isEqualTo("node-1");
    assertThat(cluster.text("role")).isEqualTo("leader");
    assertThat(cluster.number("term")).isPositive();
    assertThat(cluster.number("applied_index")).isPositive();
    assertThat(cluster.body().at("/peers/0/reachable").asBoolean()).isTrue();
    assertThat(cluster.text("peers.0.role")).isEqualTo("leader");
    assertThat(cluster.body().at("/peers/0/lag").isNumber()).isTrue();
    assertThat(cluster.number("format_version")).isEqualTo(RaiseFormat.NEWEST);
    assertThat(cluster.body().at("/peers/0/format_version_known").asInt())
        .isEqualTo(RaiseFormat.NEWEST);
    gaia.register("before-snapshot");
    long index = gaia.postAsAdmin("/cluster/snapshot", "").is(200).number("index");
    assertThat(index).isGreaterThan(cluster.number("applied_index"));
  }

  @Test
  void aPausedQueueHandsOutNothing() throws Exception {
    try (Coordinator own = Coordinator.start(directory.resolve("paused"), Map.of())) {
      String session = own.register("s");
      own.postAsAdmin("/queue/pause", "").is(200);
      own.enqueue("t");
      assertThat(own.claim(session).body().at("/tasks")).isEmpty();
      Answer queue = own.postAsAdmin("/queue/resume", "").is(200);
      assertThat(queue.number("counts.pending")).isEqualTo(1);
      assertThat(own.claim(session).body().at("/tasks")).hasSize(1);
    }
  }

  private static String targeted(String session) {
    return gaia.post(
            "/tasks",
            "{\"task_type\":\"targeted\",\"payload\":{},\"target_session_id\":\"%s\"}"
                .formatted(session))
        .is(201)
        .text("id");
  }

  private static String lockBody(String session, double ttl, double wait) {
    return "{\"session_id\":\"%s\",\"ttl_seconds\":%s,\"wait_seconds\":%s}"
        .formatted(session, ttl, wait);
  }
}
