package io.gaia.e2e.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.local.layout.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code gaia worker} processes do many tasks while one after the other is killed with kill -9 in
 * the middle of its work, and replaced. {@code -Dgaia.soak=true}: twenty of them, a thousand tasks,
 * twelve kills. For {@code --soak} alone: WorkerProcessTest has one worker and its end.
 */
@Tag("long")
class WorkersUnderKillsTest {

  private static final int WORKERS = Boolean.getBoolean("gaia.soak") ? 20 : 6;
  private static final boolean SOAK = Boolean.getBoolean("gaia.soak");
  private static final int TASKS = SOAK ? 1_000 : 100;
  private static final int KILLS = SOAK ? 12 : 1;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** What each worker runs: it leaves a trace of every execution, and of every one that ended. */
  private static final String COMMAND =
      """
      echo "$GAIA_TASK_ID $GAIA_FENCE begun" >> "$TRACE"
      sleep 0.05
      echo "$GAIA_TASK_ID $GAIA_FENCE ended" >> "$TRACE"
      echo "{\\"fence\\": $GAIA_FENCE}"
      """;

  private final Path folder = Path.of("target", "workers-under-kills").toAbsolutePath().normalize();
  private final Path trace = folder.resolve("trace.txt");
  private final List<Process> workers = new ArrayList<>();
  private CoordinatorAlone coordinator;
  private int launched;

  @BeforeEach
  void startCoordinator() throws Exception {
    deleteOldRun();
    Files.createDirectories(folder);
    Files.createFile(trace);
    coordinator = new CoordinatorAlone(Checkout.around(Path.of("")), folder);
  }

  @AfterEach
  void stopAll() {
    workers.forEach(Process::destroyForcibly);
    coordinator.close();
  }

  @Test
  void everyTaskHasOneOutcomeWhoeverIsKilled() throws Exception {
    long seed = Long.getLong("gaia.seed", System.nanoTime());
    System.out.println("kills by seed " + seed + " (-Dgaia.seed)");
    Random random = new Random(seed);
    coordinator.post("/tasks", batch());
    long began = System.nanoTime();
    for (int i = 0; i < WORKERS; i++) {
      launch();
    }
    for (int kill = 1; kill <= KILLS; kill++) {
      // at a count, not at a time: the same at any pace
      awaitCompleted(kill * TASKS / (KILLS + 2));
      killOneAtWork(random);
      launch();
    }
    awaitCompleted(TASKS);
    System.out.printf(
        "%d tasks by %d workers, %d killed: %.1f s with their starts; %.0f MiB resident a worker%n",
        TASKS, WORKERS, KILLS, (System.nanoTime() - began) / 1e9, residentMebibytes());

    stopInGoodOrder();
    everyTaskIsCompletedOnce();
  }

  private void launch() throws IOException {
    launched++;
    workers.add(
        coordinator.gaia(
            "worker-" + launched + ".log",
            List.of(
                "worker",
                "--lesson",
                "killed",
                "--name",
                "worker-" + launched,
                "--",
                "env",
                "TRACE=" + trace,
                "sh",
                "-c",
                COMMAND)));
  }

  /** The kill hits a worker whose command runs, if any does. */
  private void killOneAtWork(Random random) {
    List<Process> busy =
        workers.stream().filter(worker -> worker.descendants().findAny().isPresent()).toList();
    List<Process> candidates = busy.isEmpty() ? workers : busy;
    Process victim = candidates.get(random.nextInt(candidates.size()));
    victim.destroyForcibly();
    workers.remove(victim);
  }

  private void awaitCompleted(int count) {
    await(count + " completed tasks")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        // a busy coordinator may say "later"
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(() -> coordinator.get("/queue").at("/counts/completed").asInt() >= count);
  }

  private void stopInGoodOrder() throws InterruptedException {
    // before that, a signal just kills
    await("all workers have registered")
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(() -> sessions().size() == launched);
    workers.forEach(Process::destroy);
    for (Process worker : workers) {
      assertThat(worker.waitFor()).as("a worker ends well on SIGTERM").isZero();
    }
  }

  private void everyTaskIsCompletedOnce() throws IOException {
    Map<String, TreeSet<Long>> begun = traced("begun");
    Map<String, TreeSet<Long>> ended = traced("ended");
    int lost = 0;
    JsonNode tasks = coordinator.get("/tasks?lesson_id=killed&limit=1000").path("items");
    assertThat(tasks).hasSize(TASKS);
    for (JsonNode task : tasks) {
      String id = task.path("id").asText();
      assertThat(task.path("status").asText()).as(id).isEqualTo("completed");
      List<JsonNode> completions =
          Stream.iterate(0, i -> i + 1)
              .limit(task.path("attempts").size())
              .map(i -> task.path("attempts").path(i))
              .filter(attempt -> attempt.path("outcome").asText().equals("completed"))
              .toList();
      assertThat(completions).as(id).hasSize(1);
      long fence = completions.get(0).path("fence").asLong();
      assertThat(task.at("/result/fence").asLong()).as(id).isEqualTo(fence);
      assertThat(begun.get(id).last()).as("the last one that began has the word").isEqualTo(fence);
      assertThat(ended.get(id)).as(id).contains(fence);
      assertThat(begun.get(id).size()).as(id).isLessThanOrEqualTo(task.path("attempt").asInt());
      assertThat(task.path("retry_count").asInt()).as(id).isZero();
      lost += task.path("lost_count").asInt();
    }
    // each session had one task at a time; one that was slow comes back as another incarnation
    int revived = revivedSessions();
    assertThat(lost).isLessThanOrEqualTo(KILLS + revived);
    long doubles = begun.values().stream().filter(fences -> fences.size() > 1).count();
    System.out.printf(
        "%d claims lost, %d sessions back after silence; %d tasks begun again, none counted"
            + " twice%n",
        lost, revived, doubles);
  }

  private JsonNode sessions() {
    return coordinator.get("/sessions?limit=1000").path("items");
  }

  private int revivedSessions() {
    int revived = 0;
    for (JsonNode session : sessions()) {
      revived += session.path("incarnation").asInt() - 1;
    }
    return revived;
  }

  /** The fences of each task's executions; no fence twice. */
  private Map<String, TreeSet<Long>> traced(String word) throws IOException {
    Map<String, TreeSet<Long>> fences = new HashMap<>();
    for (String line : Files.readAllLines(trace)) {
      String[] parts = line.split(" ");
      if (parts[2].equals(word)) {
        boolean first =
            fences.computeIfAbsent(parts[0], id -> new TreeSet<>()).add(Long.parseLong(parts[1]));
        assertThat(first).as("once under a fence: " + line).isTrue();
      }
    }
    return fences;
  }

  private double residentMebibytes() throws IOException {
    long kibibytes = 0;
    for (Process worker : workers) {
      for (String line : Files.readAllLines(Path.of("/proc/" + worker.pid() + "/status"))) {
        if (line.startsWith("VmRSS:")) {
          kibibytes += Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    }
    return kibibytes / 1024.0 / workers.size();
  }

  private static String batch() {
    return IntStream.range(0, TASKS)
        .mapToObj(
            i ->
                "{\"task_type\":\"trace\",\"payload\":{\"n\":%d},\"lesson_id\":\"killed\"}"
                    .formatted(i))
        .collect(Collectors.joining(",", "{\"tasks\":[", "]}"));
  }

  private void deleteOldRun() throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
