package io.gaia.e2e.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gaia.client.auth.Role;
import io.gaia.client.coordination.CoordinationClient;
import io.gaia.client.coordination.TaskSpec;
import io.gaia.e2e.coordination.Faults.Fault;
import io.gaia.local.tls.NodeCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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
import java.util.stream.IntStream;
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
 * <p>Of each fault it is seen that it is felt ({@link Effects}). A few that need no network of
 * their own befall the leader always; all of them, drawn, take minutes a seed.
 *
 * <p>{@code -Dtests.leftOut=none -Dgaia.faults.seed=N} draws the faults and the sessions' choices
 * again, {@code -Dgaia.faults.seeds=3 -Dgaia.faults.count=13} are so many. Nodes of an even seed
 * talk over Netty, those of an odd one over gRPC with mutual TLS. Needs root, network namespaces
 * and a C compiler.
 */
@Order(3)
class FaultsUnderLoadTest {
  private static final int NODES = 3;
  private static final int SESSIONS = Integer.getInteger("gaia.faults.sessions", 50);
  private static final int TASKS_EACH = Integer.getInteger("gaia.faults.tasks", 40);
  private static final int SEEDS = Integer.getInteger("gaia.faults.seeds", 3);
  private static final int FAULTS =
      Integer.getInteger("gaia.faults.count", Faults.Fault.values().length);
  private static final int FEW_SESSIONS = 8;
  private static final int FEW_TASKS = 10;

  /** Of 60 tasks of 60 kB: more than two segments of the log, of 32 MiB each. */
  private static final int BATCHES = 20;

  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Duration LOCK_DELAY = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final long started = System.nanoTime();

  /** What is done to the nodes while sessions work. */
  private interface Storm {
    /**
     * @param group that it befalls
     * @param sessionsWork waits until sessions have got some more answers
     */
    void rage(Faults faults, CoordinatorGroup group, Runnable sessionsWork) throws Exception;
  }

  @Test
  void theLeaderLosesWhatItDidNotSyncItsClockRunsAheadAndItsDiskIsFull() throws Exception {
    runFew(
        (faults, group, sessionsWork) -> {
          sessionsWork.run();
          faults.killBeforeASyncAndCutPowerOfAll();
          for (Fault fault : List.of(Fault.CLOCK_AHEAD, Fault.DISK_FULL)) {
            sessionsWork.run();
            faults.strikeTheLeader(fault);
          }
        });
  }

  @Tag("long")
  @Test
  void whoWasSentASnapshotKeepsItWhenItLosesPower() throws Exception {
    runFew(
        (faults, group, sessionsWork) -> {
          sessionsWork.run();
          faults.cutPowerOfWhoWasSentASnapshot(() -> writeMuch(group));
        });
  }

  @Tag("long")
  @Test
  void whateverBefallsTheNodesThereIsAnOrderInWhichItCanHaveHappened() throws Exception {
    long first = seed();
    for (int i = 0; i < SEEDS; i++) {
      try (Network network = new Network(NODES, new Random())) {
        run(
            first + i,
            SESSIONS,
            TASKS_EACH,
            Optional.of(network),
            (faults, group, sessionsWork) -> {
              for (int fault = 0; fault < FAULTS; fault++) {
                sessionsWork.run();
                faults.strike();
              }
            });
      }
    }
  }

  private static long seed() {
    return Long.getLong("gaia.faults.seed", System.nanoTime() & 0xffff_ffffL);
  }

  private void runFew(Storm storm) throws Exception {
    run(seed(), FEW_SESSIONS, FEW_TASKS, Optional.empty(), storm);
  }

  private void run(long seed, int crew, int tasksEach, Optional<Network> network, Storm storm)
      throws Exception {
    System.out.println("gaia.faults.seed=" + seed);
    Queue<Entry> history = new ConcurrentLinkedQueue<>();
    Workday workday = new Workday(crew, tasksEach);
    ExecutorService threads = Executors.newFixedThreadPool(crew);
    Path directory = Path.of("target", "faults-under-load").toAbsolutePath();
    Directories.empty(directory);
    try (CoordinatorGroup group =
        CoordinatorGroup.onMachines(directory, settings(seed, directory, network), network)) {
      group.awaitLeader(List.of());
      say("three nodes serve");
      Caller caller =
          new Caller(group.apis(), group.token(Role.AGENT, "load"), new Uptime(), PATIENCE);
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < crew; i++) {
        running.add(threads.submit(new WorkingSession(i, seed, caller, history, workday)));
      }
      Sessions sessions = new Sessions(running);
      Faults faults = new Faults(new Random(seed), group, network, LEASE, this::say);
      storm.rage(faults, group, () -> sessions.awaitAnswers(caller, 100));
      faults.assertPowerCutsTookSomething();
      workday.stopFeeding();
      sessions.awaitAllDone(new StateReader(caller), workday, Duration.ofMinutes(15));
      String last = new StoppedLeader(group).aLoneRequestFindsTheNextLeader();
      check(group, caller, List.copyOf(history), last);
    } finally {
      workday.end();
      threads.shutdownNow();
    }
  }

  /** Tasks that nobody may take, so many that a segment of the log ends; they end at once. */
  private static void writeMuch(CoordinatorGroup group) {
    CoordinationClient client =
        CoordinationClient.to(
            group.urls(), Optional.of(group.token(Role.ADMIN, "writer")), Duration.ofSeconds(60));
    TaskSpec large =
        new TaskSpec(
            "t",
            JsonNodeFactory.instance.textNode("x".repeat(60_000)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(
                new TaskSpec.Requires(Optional.empty(), Optional.empty(), List.of("unheard-of"))),
            List.of(),
            Optional.empty(),
            Optional.empty());
    for (int i = 0; i < BATCHES; i++) {
      client
          .tasks()
          .enqueueAll(Collections.nCopies(60, large))
          .tasks()
          .forEach(task -> client.tasks().cancel(task.id(), "written"));
    }
  }

  private static Map<String, String> settings(long seed, Path directory, Optional<Network> network)
      throws IOException, InterruptedException {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "SESSION_LEASE_TIMEOUT",
                LEASE.toSeconds() + "s",
                "SESSION_HEARTBEAT_INTERVAL",
                "3s",
                "LOCK_DELAY",
                LOCK_DELAY.toSeconds() + "s",
                "EVENT_LOG_RETENTION",
                "1d",
                "TASK_MAX_LOST",
                "1000"));
    if (seed % 2 != 0) {
      List<String> addresses =
          network
              .map(its -> IntStream.range(0, NODES).mapToObj(its::address).toList())
              .orElse(List.of("127.0.0.1"));
      settings.putAll(NodeCertificate.environment(directory.resolve("tls"), addresses));
    }
    return settings;
  }

  /**
   * @param last the id of a session that left when all else was done
   */
  private void check(CoordinatorGroup group, Caller caller, List<Entry> history, String last)
      throws Exception {
    FinalState end = new StateReader(caller).read();
    long deaths = history.stream().filter(Entry.FoundDead.class::isInstance).count();
    say(
        "%d tasks, %d answers, %d tries without one, %d sessions died of silence; %d entries"
            .formatted(
                end.tasks().size(), caller.answers(), caller.broken(), deaths, history.size()));
    FinalState theirs = end.ofWorkingSessions();
    assertThat(HistoryCheck.faults(history, theirs, OptionalLong.of(LEASE.toNanos()))).isEmpty();
    assertThat(OrderCheck.faults(history, theirs, LEASE, LOCK_DELAY)).isEmpty();
    for (int i = 0; i < NODES; i++) {
      Caller alone = new Caller(group.node(i).api(), group.token(Role.AGENT, "load"), new Uptime());
      // sessions that work no more die of silence while this is read
      assertThat(new StateReader(alone).read().tasks())
          .as("as node %d has it", i)
          .isEqualTo(end.tasks());
    }
    assertThat(Set.copyOf(group.checksumsOfTheSameSnapshot())).as("the nodes' states").hasSize(1);
    say(ToldEvents.assertTold(group, last, end) + " events told, by each node alike");
    say("an order was found for each task and each lock; the states are equal, byte for byte");
  }

  private void say(String what) {
    System.out.printf("%5.1f s: %s%n", (System.nanoTime() - started) / 1e9, what);
  }
}
