package io.gaia.e2e.coordination;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gaia.client.auth.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * kills, 50 stopped leaders, 10 rounds of restarts.
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
  private static final int RESTARTS = Integer.getInteger("gaia.group.restarts", SOAK ? 10 : 1);
  private static final int CLIENTS = 4;
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration LOCK_DELAY = Duration.ofSeconds(1);

  private final long seed = Long.getLong("gaia.group.seed", System.nanoTime() & 0xffff_ffffL);
  private final Random random = new Random(seed);
  private final Queue<Entry> history = new ConcurrentLinkedQueue<>();
  private final Workday workday = new Workday(SESSIONS, TASKS_EACH);
  private final long started = System.nanoTime();
  private int restarts;

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
      say(ToldEvents.assertTold(group, last, end) + " events told, by each node alike");
    } finally {
      workday.end();
      threads.shutdownNow();
    }
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

  /** One after the other, as an upgrade does it, while sessions of the Java client work. */
  private void restartAll(CoordinatorGroup group, ExecutorService threads) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger calls = new AtomicInteger();
    List<Future<Void>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      WorkingClient client = new WorkingClient(group, "client-" + restarts++, over, calls);
      clients.add(threads.submit(client));
    }
    for (int i = 0; i < 3; i++) {
      int before = calls.get();
      group.node(i).stop();
      group.node(i).launch();
      group.awaitCaughtUp(i);
      await("clients go on")
          .atMost(5, MINUTES)
          .failFast(() -> new Sessions(clients).requireNoneFailed())
          .until(() -> calls.get() > before + CLIENTS * 10);
    }
    over.set(true);
    for (Future<Void> client : clients) {
      client.get(); // no call failed, no session was lost
    }
    say("all restarted; " + calls + " calls of clients, none failed, no session lost");
  }

  /** Without what else was at work. */
  private static FinalState ofTheLoad(FinalState end) {
    return new FinalState(
        end.ofWorkingSessions().tasks(),
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
