package io.gaia.e2e.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.client.auth.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Fifty sessions work while a schedule drawn from a seed befalls the nodes: they are killed, also
 * in the middle of a write, or lose power and with it what was not synced; they are stopped for
 * longer than a lease, parted from each other (one alone, or one direction), run out of disk, have
 * a slow one, or a clock ten minutes off; or there is no power anywhere: each kind once, and often
 * two or three at once. What clients were told can have happened in some order, key by key; nothing
 * acknowledged is lost; and the three nodes have the same in the end.
 *
 * <p>{@code -Dtests.leftOut=none -Dgaia.faults.seed=N} draws the faults and the sessions' choices
 * again, {@code -Dgaia.faults.seeds=3 -Dgaia.faults.count=13} are so many. Needs root, network
 * namespaces and a C compiler.
 */
@Order(3)
@Tag("long")
class FaultsUnderLoadTest {
  private static final int NODES = 3;
  private static final int SESSIONS = Integer.getInteger("gaia.faults.sessions", 50);
  private static final int TASKS_EACH = Integer.getInteger("gaia.faults.tasks", 40);
  private static final int SEEDS = Integer.getInteger("gaia.faults.seeds", 3);
  private static final int FAULTS =
      Integer.getInteger("gaia.faults.count", Faults.Fault.values().length);
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Duration LOCK_DELAY = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final long started = System.nanoTime();

  @Test
  void whateverBefallsTheNodesThereIsAnOrderInWhichItCanHaveHappened() throws Exception {
    long first = Long.getLong("gaia.faults.seed", System.nanoTime() & 0xffff_ffffL);
    for (int i = 0; i < SEEDS; i++) {
      run(first + i);
    }
  }

  private void run(long seed) throws Exception {
    System.out.println("gaia.faults.seed=" + seed);
    Queue<Entry> history = new ConcurrentLinkedQueue<>();
    Workday workday = new Workday(SESSIONS, TASKS_EACH);
    ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
    Path directory = Path.of("target", "faults-under-load").toAbsolutePath();
    Directories.empty(directory);
    try (Network network = new Network(NODES, new Random());
        CoordinatorGroup group =
            new CoordinatorGroup(
                directory,
                Map.of(
                    "SESSION_LEASE_TIMEOUT",
                    LEASE.toSeconds() + "s",
                    "SESSION_HEARTBEAT_INTERVAL",
                    "3s",
                    "LOCK_DELAY",
                    LOCK_DELAY.toSeconds() + "s",
                    "TASK_MAX_LOST",
                    "1000"),
                Optional.of(network))) {
      group.awaitLeader(List.of());
      say("three nodes serve");
      Caller caller =
          new Caller(group.apis(), group.token(Role.AGENT, "load"), new Uptime(), PATIENCE);
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        running.add(threads.submit(new WorkingSession(i, seed, caller, history, workday)));
      }
      Sessions sessions = new Sessions(running);
      Faults faults = new Faults(new Random(seed), group, network, LEASE, this::say);
      for (int i = 0; i < FAULTS; i++) {
        sessions.awaitAnswers(caller, 100);
        faults.strike();
      }
      workday.stopFeeding();
      sessions.awaitAllDone(new StateReader(caller), workday, Duration.ofMinutes(15));
      check(group, caller, List.copyOf(history));
    } finally {
      workday.end();
      threads.shutdownNow();
    }
  }

  private void check(CoordinatorGroup group, Caller caller, List<Entry> history) throws Exception {
    FinalState end = new StateReader(caller).read();
    long deaths = history.stream().filter(Entry.FoundDead.class::isInstance).count();
    say(
        "%d tasks, %d answers, %d tries without one, %d sessions died of silence; %d entries"
            .formatted(
                end.tasks().size(), caller.answers(), caller.broken(), deaths, history.size()));
    assertThat(HistoryCheck.faults(history, end, OptionalLong.of(LEASE.toNanos()))).isEmpty();
    assertThat(OrderCheck.faults(history, end, LEASE, LOCK_DELAY)).isEmpty();
    for (int i = 0; i < NODES; i++) {
      Caller alone = new Caller(group.node(i).api(), group.token(Role.AGENT, "load"), new Uptime());
      // sessions that work no more die of silence while this is read
      assertThat(new StateReader(alone).read().tasks())
          .as("as node %d has it", i)
          .isEqualTo(end.tasks());
    }
    assertThat(Set.copyOf(group.checksumsOfTheSameSnapshot())).as("the nodes' states").hasSize(1);
    say("an order was found for each task and each lock; the states are equal, byte for byte");
  }

  private void say(String what) {
    System.out.printf("%5.1f s: %s%n", (System.nanoTime() - started) / 1e9, what);
  }
}
