package io.gaia.client.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.client.GaiaCli;
import io.gaia.client.auth.Role;
import io.gaia.client.coordination.CoordinationClient;
import io.gaia.client.coordination.Session;
import io.gaia.client.coordination.SessionStatus;
import io.gaia.client.coordination.Task;
import io.gaia.client.coordination.TaskSpec;
import io.gaia.client.coordination.TaskStatus;
import io.gaia.client.testkit.CoordinatorProcess;
import io.gaia.schemas.json.EventCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gaia worker} as a process of its own, against a coordinator as a process of its own. */
class WorkerProcessTest {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir static Path folder;

  private static CoordinatorProcess coordinator;
  private static CoordinationClient client;

  private final List<Process> workers = new ArrayList<>();

  @BeforeAll
  static void startCoordinator() {
    // long enough for a coordinator that starts again on a busy machine
    coordinator = CoordinatorProcess.start(folder, Map.of("SESSION_LEASE_TIMEOUT", "30s"));
    client = coordinator.admin();
  }

  @AfterAll
  static void stopCoordinator() {
    coordinator.close();
  }

  @AfterEach
  void killWorkers() {
    workers.forEach(Process::destroyForcibly);
  }

  @Test
  void theCommandReadsItsTaskAndItsOutputIsTheResult() throws Exception {
    Task task = enqueue("reads", "{\"n\":7}");

    Process worker =
        worker(
            "reads",
            List.of("--once"),
            "echo '::progress 30 reading'; read -r line;"
                + " echo \"{\\\"in\\\": $line, \\\"env\\\": $GAIA_PAYLOAD, \\\"id\\\":"
                + " \\\"$GAIA_TASK_ID\\\", \\\"fence\\\": $GAIA_FENCE, \\\"attempt\\\":"
                + " $GAIA_ATTEMPT, \\\"type\\\": \\\"$GAIA_TASK_TYPE\\\", \\\"lesson\\\":"
                + " \\\"$GAIA_LESSON_ID\\\"}\"");

    assertThat(exitCode(worker)).isZero();
    Task done = client.tasks().get(task.id());
    assertThat(done.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(done.result().orElseThrow())
        .isEqualTo(
            json(
                "{\"in\":{\"n\":7},\"env\":{\"n\":7},\"id\":\"%s\",\"fence\":%d,\"attempt\":1,\"type\":\"test\",\"lesson\":\"reads\"}"
                    .formatted(task.id(), done.fence().orElseThrow())));
  }

  @Test
  void exitCodesDecideWhatBecomesOfTheTask() {
    Task data = enqueue("exits-65", "\"65\"");
    Task later = enqueue("exits-75", "\"75\"");
    Task bad = enqueue("exits-3", "\"3\"");

    for (String lesson : List.of("exits-65", "exits-75", "exits-3")) {
      Process worker = worker(lesson, List.of("--once"), "read -r code; echo oops >&2; exit $code");
      assertThat(exitCode(worker)).isEqualTo(1);
    }

    assertThat(client.tasks().get(data.id()).status()).isEqualTo(TaskStatus.FAILED);
    assertThat(client.tasks().get(data.id()).error()).contains("exit 65: oops");
    Task released = client.tasks().get(later.id());
    assertThat(released.status()).isEqualTo(TaskStatus.PENDING);
    assertThat(released.retryCount()).isZero();
    assertThat(released.runAt()).isPresent();
    Task retried = client.tasks().get(bad.id());
    assertThat(retried.status()).isEqualTo(TaskStatus.PENDING);
    assertThat(retried.retryCount()).isEqualTo(1);
    assertThat(retried.error()).contains("exit 3: oops");
  }

  @Test
  void progressAndCheckpointsAreSeenWhileTheCommandRuns() {
    Task task = enqueue("progress", "{}");
    worker(
        "progress",
        List.of(),
        "echo '::progress 40 half of it'; echo '::checkpoint {\"at\":4}'; exec sleep 600");

    eventually(
        () -> {
          Task now = client.tasks().get(task.id());
          assertThat(now.progress()).isEqualTo(new Task.Progress(40, Optional.of("half of it")));
          assertThat(now.checkpoint()).contains(json("{\"at\":4}"));
        });
  }

  @Test
  void aCancelledTasksCommandEndsWithAllThatItStarted() throws Exception {
    Task task = enqueue("cancelled", "{}");
    Path pids = folder.resolve("cancelled.pids");
    // the grandchild takes a group of its own and ignores the polite signal
    worker(
        "cancelled",
        List.of("--grace", "1s"),
        "setsid sh -c 'trap \"\" TERM; echo $$ >> %s; while :; do sleep 1; done' & echo $$ >> %s;"
                .formatted(pids, pids)
            + " trap '' TERM; wait; sleep 600");
    eventually(() -> assertThat(Files.readAllLines(pids)).hasSize(2));

    client.tasks().cancel(task.id(), "a test says so");

    eventually(
        () -> assertThat(client.tasks().get(task.id()).status()).isEqualTo(TaskStatus.CANCELLED));
    eventually(() -> assertThat(Files.readAllLines(pids)).noneMatch(WorkerProcessTest::isAlive));
  }

  @Test
  void aTerminatedWorkerFinishesWhatRunsAndSaysGoodbye() {
    Task task = enqueue("drained", "{}");
    Task next = enqueue("drained", "{}");
    Path go = folder.resolve("drained.go");
    Process worker =
        worker("drained", List.of(), "while [ ! -e %s ]; do sleep 0.1; done".formatted(go));
    eventually(
        () -> assertThat(client.tasks().get(task.id()).status()).isEqualTo(TaskStatus.IN_PROGRESS));

    worker.destroy();
    eventually(() -> assertThat(session("drained").status()).isEqualTo(SessionStatus.DRAINING));
    touch(go);

    assertThat(exitCode(worker)).isZero();
    assertThat(client.tasks().get(task.id()).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(client.tasks().get(next.id()).status()).isEqualTo(TaskStatus.PENDING);
    assertThat(session("drained").status()).isEqualTo(SessionStatus.OFFLINE);
  }

  @Test
  void whatDoesNotFinishInTimeIsGivenBackAndASecondCtrlCStopsAtOnce() {
    Task slow = enqueue("slow", "{}");
    Process patient = worker("slow", List.of("--drain-time", "1s"), "exec sleep 600");
    eventually(
        () -> assertThat(client.tasks().get(slow.id()).status()).isEqualTo(TaskStatus.IN_PROGRESS));
    patient.destroy();
    assertThat(exitCode(patient)).isZero();
    assertGivenBack(slow);

    Task slower = enqueue("slower", "{}");
    Process worker =
        worker("slower", List.of("--drain-time", "10m"), "trap '' TERM; while :; do sleep 1; done");
    eventually(
        () ->
            assertThat(client.tasks().get(slower.id()).status()).isEqualTo(TaskStatus.IN_PROGRESS));
    signal(worker, "INT");
    eventually(() -> assertThat(session("slower").status()).isEqualTo(SessionStatus.DRAINING));
    signal(worker, "INT");
    assertThat(exitCode(worker)).isEqualTo(130);
    assertGivenBack(slower);
  }

  @Test
  void aCoordinatorThatIsAwayForAWhileGetsTheOutcomeWhenItIsBack() {
    Task task = enqueue("away", "{}");
    Path go = folder.resolve("away.go");
    Path ended = folder.resolve("away.ended");
    worker(
        "away",
        List.of("--patience", "1s"),
        "while [ ! -e %s ]; do sleep 0.1; done; touch %s; echo '{\"ok\":true}'"
            .formatted(go, ended));
    eventually(
        () -> assertThat(client.tasks().get(task.id()).status()).isEqualTo(TaskStatus.IN_PROGRESS));

    coordinator.kill();
    touch(go);
    eventually(() -> assertThat(ended).exists());
    coordinator.start();

    eventually(
        () -> assertThat(client.tasks().get(task.id()).status()).isEqualTo(TaskStatus.COMPLETED));
    Task done = client.tasks().get(task.id());
    assertThat(done.result()).contains(json("{\"ok\":true}"));
    assertThat(done.attempt()).as("the first attempt's work counts").isEqualTo(1);
  }

  @Test
  void aFencedWorkerKillsItsCommandAndComesBack() throws Exception {
    Task task = enqueue("fenced", "{}");
    Path pids = folder.resolve("fenced.pids");
    worker("fenced", List.of(), "echo $$ >> %s; exec sleep 600".formatted(pids));
    eventually(() -> assertThat(Files.readAllLines(pids)).hasSize(1));
    String first = Files.readAllLines(pids).get(0);

    client.sessions().fail(session("fenced").id(), "a test says so");

    eventually(() -> assertThat(isAlive(first)).isFalse());
    eventually(() -> assertThat(Files.readAllLines(pids)).hasSize(2));
    assertThat(session("fenced").incarnation()).isEqualTo(2);
    assertThat(client.tasks().get(task.id()).lostCount()).isEqualTo(1);
  }

  @Test
  void aKilledWorkersCommandDiesWithIt() throws Exception {
    enqueue("orphan", "{}");
    Path pids = folder.resolve("orphan.pids");
    Process worker = worker("orphan", List.of(), "echo $$ >> %s; exec sleep 600".formatted(pids));
    eventually(() -> assertThat(Files.readAllLines(pids)).hasSize(1));

    worker.destroyForcibly();

    String pid = Files.readAllLines(pids).get(0);
    eventually(() -> assertThat(isAlive(pid)).isFalse());
  }

  @Test
  void anIdleWorkerEndsAfterItsTime() {
    assertThat(exitCode(worker("nothing", List.of("--idle-exit", "1s"), "true"))).isZero();
  }

  private static Task enqueue(String lesson, String payload) {
    return client.tasks().enqueue(TaskSpec.of("test", json(payload)).in(lesson));
  }

  /** A worker of that lesson and name, whose command is a script of the shell. */
  private Process worker(String lesson, List<String> options, String script) {
    List<String> command =
        new ArrayList<>(
            List.of(
                // a shell's background job ignores Ctrl-C, and so would all that it starts
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                GaiaCli.class.getName(),
                "worker",
                "--lesson",
                lesson,
                "--name",
                lesson,
                "--url",
                coordinator.url().toString(),
                "--token",
                coordinator.token("workers", Role.AGENT)));
    command.addAll(options);
    command.addAll(List.of("--", "sh", "-c", script));
    try {
      Process worker =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve(lesson + ".log").toFile())
              .start();
      workers.add(worker);
      return worker;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Session session(String name) {
    return client.sessions().list(Optional.empty()).items().stream()
        .filter(session -> session.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no session " + name));
  }

  private static void assertGivenBack(Task task) {
    Task now = client.tasks().get(task.id());
    assertThat(now.status()).isEqualTo(TaskStatus.PENDING);
    assertThat(now.retryCount()).isZero();
    assertThat(now.lostCount()).isZero();
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(assertion);
  }

  private static int exitCode(Process worker) {
    try {
      assertThat(worker.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("it ends").isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return worker.exitValue();
  }

  private static void signal(Process process, String name) {
    try {
      new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isAlive(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isPresent();
  }

  private static void touch(Path file) {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return EventCodec.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
