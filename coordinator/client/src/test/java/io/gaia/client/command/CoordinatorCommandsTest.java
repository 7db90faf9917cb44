package io.gaia.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.client.CommandRun;
import io.gaia.client.command.ServerThatFalters.Request;
import io.gaia.schemas.json.EventCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoordinatorCommandsTest {

  @TempDir Path folder;

  private ServerThatFalters server;

  @BeforeEach
  void startServer() throws IOException {
    server = new ServerThatFalters();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void aChangeThatGotNoAnswerIsRepeatedWithTheSameKey() {
    server
        .answers(ServerThatFalters.BREAK_OFF, "")
        .answers(503, "{\"code\":\"unavailable\",\"detail\":\"no leader\"}")
        .answers(201, "{\"id\":\"t-1\",\"status\":\"pending\"}");

    CommandRun run = run("task", "enqueue", "--type", "lesson", "--payload", "{\"n\":1}");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("id", "t-1", "pending");
    assertThat(server.requests()).hasSize(3);
    assertThat(server.requests().stream().map(Request::idempotencyKey).distinct())
        .singleElement()
        .satisfies(key -> assertThat(key).hasSize(36));
    assertThat(server.requests().get(2).body())
        .isEqualTo("{\"task_type\":\"lesson\",\"payload\":{\"n\":1}}");
    assertThat(server.requests().get(0).auth()).isEqualTo("Bearer secret");
  }

  @Test
  void whenNobodyAnswersTheExitCodeIsThree() {
    server.answers(503, "").answers(503, "").answers(503, "").answers(503, "").answers(503, "");
    CommandRun faltering = run("queue", "--patience", "300ms");
    assertThat(faltering.exitCode()).isEqualTo(3);
    assertThat(faltering.err()).contains("is not available");

    CommandRun nobody =
        CommandRun.of("queue", "--url", "http://127.0.0.1:1", "--patience", "100ms");
    assertThat(nobody.exitCode()).isEqualTo(3);
    assertThat(nobody.err()).contains("http://127.0.0.1:1/ does not answer");
  }

  @Test
  void aRefusalIsShownInItsOwnWords() {
    server.answers(
        409, "{\"status\":409,\"code\":\"stale-fence\",\"detail\":\"task t-1 has fence 8\"}");

    CommandRun run = run("task", "complete", "t-1", "--session", "s-1", "--fence", "7");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip()).isEqualTo("gaia: stale-fence: task t-1 has fence 8");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void withoutAGoodTokenTheCommandSaysWhereToGetOne() {
    server.answers(401, "{\"code\":\"unauthenticated\",\"detail\":\"no token\"}");

    CommandRun run = run("session", "list");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("unauthenticated", "gaia token");
  }

  @Test
  void eachVerbIsTheCallOfTheContract() throws IOException {
    Path result = Files.writeString(folder.resolve("result.json"), "{\"ok\":true}");
    called("POST /api/v1/sessions", "\"name\":\"w-1\"", "session", "register", "--name", "w-1");
    called("POST /api/v1/sessions/s-1/heartbeat", "{}", "session", "heartbeat", "s-1");
    called("POST /api/v1/sessions/s-1/drain", "", "session", "drain", "s-1");
    called("DELETE /api/v1/sessions/s-1", "", "session", "unregister", "s-1");
    called(
        "POST /api/v1/sessions/s-1/claims",
        "{\"max\":2,\"wait_seconds\":5}",
        "task",
        "claim",
        "s-1",
        "--max",
        "2",
        "--wait",
        "5");
    called(
        "POST /api/v1/tasks/t-1/complete",
        "{\"session_id\":\"s-1\",\"fence\":7,\"result\":{\"ok\":true}}",
        "task",
        "complete",
        "t-1",
        "--session",
        "s-1",
        "--fence",
        "7",
        "--result",
        "@" + result);
    called(
        "POST /api/v1/tasks/t-1/fail",
        "{\"session_id\":\"s-1\",\"fence\":7,\"reason\":\"no\",\"retryable\":false}",
        "task",
        "fail",
        "t-1",
        "--session",
        "s-1",
        "--fence",
        "7",
        "--reason",
        "no",
        "--no-retry");
    called(
        "GET /api/v1/tasks?status=failed&limit=5",
        "",
        "task",
        "list",
        "--status",
        "failed",
        "--limit",
        "5");
    called(
        "PUT /api/v1/locks/lesson-1",
        "{\"session_id\":\"s-1\",\"ttl_seconds\":90,\"wait_seconds\":0}",
        "lock",
        "acquire",
        "lesson-1",
        "--session",
        "s-1",
        "--ttl",
        "90s");
    called(
        "DELETE /api/v1/locks/lesson-1?session_id=s-1&fence=3",
        "",
        "lock",
        "release",
        "lesson-1",
        "--session",
        "s-1",
        "--fence",
        "3");
    called("POST /api/v1/queue/pause", "", "queue", "pause");
    called("GET /api/v1/cluster", "", "cluster");
    called("GET /api/v1/cluster", "", "cluster", "members");
    // it shows who is left
    server.answers(200, "{}");
    called("GET /api/v1/cluster", "", "cluster", "remove", "n");
    assertThat(server.requests())
        .anyMatch(sent -> (sent.method() + sent.target()).equals("DELETE/api/v1/cluster/peers/n"));
    called(
        "POST /api/v1/cluster/peers",
        "{\"address\":\"h:8300\",\"replaces\":\"n\"}",
        "cluster",
        "replace",
        "n",
        "h:8300");
    called(
        "GET /api/v1/alerts?classroom_id=c-1&state=open",
        "",
        "alerts",
        "--classroom",
        "c-1",
        "--state",
        "open");
  }

  @Test
  void whenANodeIsGoneTheNextIsAskedToChangeMembersAndNoneIsAskedTwice() {
    server.answers(200, "{\"peers\":[]}").answers(ServerThatFalters.BREAK_OFF, "");
    String gone = "http://127.0.0.1:1";

    CommandRun replaced =
        CommandRun.of("cluster", "replace", "n", "h:8300", "--url", gone + "," + server.url());
    CommandRun brokenOff = run("cluster", "add", "h:8300");

    assertThat(replaced.exitCode()).as(replaced.err()).isZero();
    assertThat(brokenOff.exitCode()).isEqualTo(3);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void listsAreTablesForPeopleAndJsonForScripts() throws IOException {
    String list =
        "{\"items\":[{\"key\":\"lesson-1\",\"session_id\":\"s-1\",\"fence\":3}],"
            + "\"next_cursor\":null}";
    server.answers(200, list).answers(200, list);

    CommandRun people = run("lock", "list");
    CommandRun script = run("lock", "list", "--json");

    assertThat(people.out().lines())
        .containsExactly(
            "key       session id  fence  acquired at  expires at  waiting",
            "lesson-1  s-1         3      -            -           -");
    JsonNode printed = EventCodec.mapper().readTree(script.out());
    assertThat(printed).isEqualTo(EventCodec.mapper().readTree(list));
  }

  @Test
  void alertsSayWhoWhereAndWhy() {
    server.answers(
        200,
        """
        {"items":[{"id":"a-1","kind":"student","classroom_id":"c-1","student_id":"p-7",
          "item_id":"loops-3","level":"high","score":0.71,"state":"open",
          "since":"2026-01-31T09:30:00.123Z",
          "reasons":[{"text":"5 wrong answers"},{"text":"asked for 3 hints"}]}]}
        """);

    CommandRun run = run("alerts");

    assertThat(run.out())
        .contains("2026-01-31T09:30:00Z", "high", "p-7", "loops-3")
        .contains("5 wrong answers; asked for 3 hints");
  }

  @Test
  void statusShowsTheRestWhenOnePartIsSwitchedOff() {
    server
        .answers(200, "{\"node_id\":\"node-1\",\"term\":4}")
        .answers(200, "{\"paused\":false,\"counts\":{\"pending\":2}}")
        .answers(404, "{\"code\":\"not-found\",\"detail\":\"no classrooms\"}");

    CommandRun run = run("status");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("cluster.term", "queue.counts.pending", "classrooms: not-found: no classrooms");
  }

  @Test
  void statusShowsTheRestWhileTheClassesAreNotAvailable() {
    server
        .answers(200, "{\"term\":4}")
        .answers(200, "{\"paused\":false}")
        .answers(503, "{\"code\":\"unavailable\",\"detail\":\"topics are not read yet\"}");

    CommandRun run = run("status", "--patience", "0s");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("cluster.term", "topics are not read yet");
  }

  @Test
  void jobsAreUploadedAndRunLikeAUserWould() throws IOException {
    Path jar = Files.writeString(folder.resolve("jobs.jar"), "jar bytes");
    server
        .answers(200, "{\"filename\":\"/tmp/flink-web/abc_jobs.jar\",\"status\":\"success\"}")
        .answers(200, "{\"jobid\":\"j-1\"}")
        .answers(200, "{\"jobid\":\"j-2\"}");

    CommandRun run =
        CommandRun.of(
            "jobs",
            "submit",
            "detection",
            "writer",
            "--flink",
            server.url(),
            "--jar",
            jar.toString(),
            "--kafka",
            "k:9092",
            "--database-url",
            "jdbc:postgresql://d/gaia");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("detection", "j-1", "writer", "j-2");
    assertThat(server.requests().get(0).body())
        .contains("name=\"jarfile\"; filename=\"jobs.jar\"", "jar bytes");
    assertThat(server.requests().get(1).target()).isEqualTo("/jars/abc_jobs.jar/run");
    assertThat(server.requests().get(1).body())
        .contains("FrustrationDetectionJob", "[\"--kafka\",\"k:9092\"]");
    assertThat(server.requests().get(2).body())
        .contains("TimescaleWriterJob", "\"--database-url\",\"jdbc:postgresql://d/gaia\"");
  }

  @Test
  void aJobIsNeverStartedTwiceForALostAnswer() throws IOException {
    Path jar = Files.writeString(folder.resolve("jobs.jar"), "jar bytes");
    server.answers(200, "{\"filename\":\"abc_jobs.jar\"}").answers(ServerThatFalters.BREAK_OFF, "");

    CommandRun run =
        CommandRun.of(
            "jobs",
            "submit",
            "detection",
            "--flink",
            server.url(),
            "--jar",
            jar.toString(),
            "--kafka",
            "k:9092");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void aSavepointIsWaitedFor() {
    server
        .answers(202, "{\"request-id\":\"r-1\"}")
        .answers(200, "{\"status\":{\"id\":\"IN_PROGRESS\"}}")
        .answers(
            200, "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"location\":\"file:/s-1\"}}");

    CommandRun run = CommandRun.of("jobs", "savepoint", "j-1", "--flink", server.url());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().strip()).isEqualTo("file:/s-1");
  }

  @Test
  void aJobIsStoppedWithASavepoint() {
    server
        .answers(202, "{\"request-id\":\"r-1\"}")
        .answers(
            200, "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"location\":\"file:/s-1\"}}");

    CommandRun run =
        CommandRun.of("jobs", "stop", "j-1", "--flink", server.url(), "--directory", "file:/kept");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().strip()).isEqualTo("file:/s-1");
    Request request = server.requests().get(0);
    assertThat(request.method() + " " + request.target()).isEqualTo("POST /jobs/j-1/stop");
    assertThat(request.body()).contains("\"drain\":false", "\"targetDirectory\":\"file:/kept\"");
  }

  @Test
  void theStackFileOfAFolderAboveGivesAddressesAndTokens() throws IOException {
    Path below = Files.createDirectories(folder.resolve("a/b"));
    Path stack = Files.createDirectories(folder.resolve(".gaia")).resolve("stack.json");
    Files.writeString(
        stack,
        """
        {"coordinator_urls":["http://localhost:9001"],"kafka":"localhost:9092",
         "flink_url":"http://localhost:9003","tokens":{"teacher":"abc"}}
        """);

    LocalStackFile found = LocalStackFile.find(below).orElseThrow();

    assertThat(found.coordinatorUrls()).containsExactly("http://localhost:9001");
    assertThat(found.kafka()).contains("localhost:9092");
    assertThat(found.flinkUrl()).contains("http://localhost:9003");
    assertThat(found.token("teacher")).contains("abc");
    assertThat(found.token("admin")).isEmpty();
  }

  private void called(String expected, String body, String... arguments) {
    server.answers(200, "{\"items\":[],\"tasks\":[]}");

    CommandRun run = run(arguments);

    assertThat(run.exitCode()).as("%s: %s", String.join(" ", arguments), run.err()).isZero();
    Request request = server.requests().get(server.requests().size() - 1);
    assertThat(request.method() + " " + request.target()).isEqualTo(expected);
    assertThat(request.body()).contains(body);
  }

  private CommandRun run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--url", server.url(), "--token", "secret"));
    return CommandRun.of(all.toArray(String[]::new));
  }
}
