package io.gaia.e2e.coordination;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gaia.client.auth.Role;
import io.gaia.client.coordination.CoordinationClient;
import io.gaia.client.coordination.Task;
import io.gaia.client.coordination.TaskSpec;
import io.gaia.e2e.coordination.FinalState.FinalTask;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Three real nodes under the load of sessions that ask all of them by turns: the leader is killed,
 * the leader is stopped and wakes up when another leads, and all are restarted one after the other.
 *
 * <p>What clients were told is held against what is known in the end, and an order is looked for in
 * which it can have happened.
 *
 * <p>{@code -Dgaia.group.seed=N} draws the sessions' choices again; {@code -Dgaia.soak=true}: 20
 * kills, 50 stopped leaders, 10 rounds of restarts, of which there is none otherwise ({@code
 * -Dgaia.group.restarts=1}): one takes more than a minute.
 */
@Order(2)
@Execution(ExecutionMode.CONCURRENT)
class ThreeNodesTest {
  private static final boolean SOAK = Boolean.getBoolean("gaia.soak");
  // more would take the processors from nodes that start
  private static final int SESSIONS = SOAK ? 20 : 6;
  private static final int TASKS_EACH = Integer.getInteger("gaia.group.tasks", SOAK ? 500 : 10);
  private static final int KILLS = Integer.getInteger("gaia.group.kills", SOAK ? 20 : 1);
  private static final int WAKINGS = Integer.getInteger("gaia.group.wakings", SOAK ? 50 : 3);
  private static final int RESTARTS = Integer.getInteger("gaia.group.restarts", SOAK ? 10 : 0);
  private static final int CLIENTS = 4;
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration LOCK_DELAY = Duration.ofSeconds(1);

  /** No session of the load may take it. */
  private static final TaskSpec FOR_NOBODY =
      new TaskSpec(
          "t",
          JsonNodeFactory.instance.objectNode(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.of(
              new TaskSpec.Requires(Optional.empty(), Optional.empty(), List.of("unheard-of"))),
          List.of(),
          Optional.empty(),
          Optional.empty());

  private final long seed = Long.getLong("gaia.group.seed", System.nanoTime() & 0xffff_ffffL);
  private final Random random = new Random(seed);
  private final Queue<Entry> history = new ConcurrentLinkedQueue<>();
  private final Workday workday = new Workday(SESSIONS, TASKS_EACH);
  private final long started = System.nanoTime();

  @Test
  void whateverBefallsTheLeaderNothingAcknowledgedIsLostAndNothingHappensTwice() throws Exception {
    System.out.println("gaia.group.seed=" + seed);
    ExecutorService threads = Executors.newFixedThreadPool(SESSIONS + CLIENTS);
    try (CoordinatorGroup group =
        new CoordinatorGroup(
            emptied(Path.of("target", "three-nodes")),
            Map.of(
                "SESSION_LEASE_TIMEOUT",
                LEASE.toSeconds() + "s",
                "LOCK_DELAY",
                LOCK_DELAY.toSeconds() + "s",
                "EVENT_LOG_RETENTION",
                "1d",
                "TASK_MAX_LOST",
                "100"))) {
      group.awaitLeader(List.of());
      say("three nodes serve");
      Caller caller = new Caller(group.apis(), group.token(Role.AGENT, "load"), new Uptime());
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        running.add(threads.submit(new WorkingSession(i, seed, caller, history, workday)));
      }
      Sessions sessions = new Sessions(running);
      for (int i = 0; i < KILLS; i++) {
        sessions.awaitAnswers(caller, 200 + random.nextInt(50));
        killTheLeader(group);
      }
      StoppedLeader stopped = new StoppedLeader(group);
      for (int i = 0; i < WAKINGS; i++) {
        sessions.awaitAnswers(caller, 50 + random.nextInt(50));
        stopped.wakesUpAndDoesNoHarm(i);
        say("stopped leader " + i + " woke up");
      }
      for (int i = 0; i < RESTARTS; i++) {
        restartAll(group, threads);
      }
      workday.stopFeeding();
      StateReader reader = new StateReader(caller);
      sessions.awaitAllDone(reader, workday, Duration.ofMinutes(SOAK ? 60 : 10));
      String last = stopped.aLoneRequestFindsTheNextLeader();
      FinalState end = reader.read();
      say(
          "%d tasks, %d answers, %d tries without one"
              .formatted(end.tasks().size(), caller.answers(), caller.broken()));

      assertThat(HistoryCheck.faults(List.copyOf(history), ofTheLoad(end))).isEmpty();
      assertThat(OrderCheck.faults(List.copyOf(history), ofTheLoad(end), LEASE, LOCK_DELAY))
          .isEmpty();
      assertThat(end.tasks()).hasSizeGreaterThanOrEqualTo(SESSIONS * TASKS_EACH * 9 / 10);
      for (int i = 0; i < 3; i++) {
        Caller alone =
            new Caller(group.node(i).api(), group.token(Role.AGENT, "load"), new Uptime());
        assertThat(new StateReader(alone).read()).as("as node %d has it", i).isEqualTo(end);
      }
      assertEventsAreTold(group, last, end);
    } finally {
      workday.end();
      threads.shutdownNow();
    }
  }

  /** Every node tells the same events, in order and each once, and they lead to the state. */
  private void assertEventsAreTold(CoordinatorGroup group, String last, FinalState end)
      throws Exception {
    String admin = group.token(Role.ADMIN, "reader");
    List<JsonNode> told = ToldEvents.upTo(group.node(0).api(), admin, last);
    say(told.size() + " events told");
    assertThat(told)
        .extracting(event -> event.get("cursor").asText())
        .isSortedAccordingTo(ToldEvents::compareCursors)
        .doesNotHaveDuplicates();
    for (int i = 1; i < 3; i++) {
      assertThat(ToldEvents.upTo(group.node(i).api(), admin, last))
          .as("as node %d tells it", i)
          .isEqualTo(told);
    }
    assertThat(told)
        .filteredOn(event -> event.get("type").asText().equals("task.completed"))
        .extracting(event -> event.get("entity_id").asText())
        .as("each completed task is told once")
        .containsExactlyInAnyOrderElementsOf(
            end.tasks().stream().filter(FinalTask::isCompleted).map(FinalTask::id).toList());
  }

  private void killTheLeader(CoordinatorGroup group) throws IOException {
    int leader = group.awaitLeader(List.of());
    group.node(leader).kill();
    int next = group.awaitLeader(List.of(leader));
    group.node(leader).tearLastRecord();
    say("leader " + leader + " killed in the middle of a write; " + next + " leads");
    group.node(leader).launch();
    group.awaitCaughtUp(leader);
  }

  /** One after the other, as an upgrade does it, while clients of the Java client work. */
  private void restartAll(CoordinatorGroup group, ExecutorService threads) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger calls = new AtomicInteger();
    List<Future<Void>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(threads.submit(() -> work(group, over, calls)));
    }
    for (int i = 0; i < 3; i++) {
      int before = calls.get();
      group.node(i).stop();
      group.node(i).launch();
      group.awaitCaughtUp(i);
      await("clients go on").atMost(5, MINUTES).until(() -> calls.get() > before + CLIENTS);
    }
    over.set(true);
    for (Future<Void> client : clients) {
      client.get(); // no call failed
    }
    say("all restarted; " + calls + " calls of clients, none failed");
  }

  private static Void work(CoordinatorGroup group, AtomicBoolean over, AtomicInteger calls) {
    CoordinationClient client =
        CoordinationClient.to(
            group.urls(), Optional.of(group.token(Role.ADMIN, "client")), Duration.ofSeconds(60));
    while (!over.get()) {
      Task task = client.tasks().enqueue(FOR_NOBODY);
      assertThat(client.tasks().get(task.id()).id()).isEqualTo(task.id());
      client.tasks().cancel(task.id(), "done with");
      calls.addAndGet(3);
    }
    return null;
  }

  /** Without what else was at work. */
  private static FinalState ofTheLoad(FinalState end) {
    return new FinalState(
        end.tasks().stream().filter(task -> task.key().orElse("").startsWith("k-")).toList(),
        end.sessions().stream().filter(session -> !session.status().equals("offline")).toList());
  }

  private void say(String what) {
    System.out.printf("%5.1f s: %s%n", (System.nanoTime() - started) / 1e9, what);
  }

  private static Path emptied(Path directory) throws IOException {
    Directories.empty(directory);
    return directory.toAbsolutePath();
  }
}
