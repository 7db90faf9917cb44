package io.gaia.e2e.coordination;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.e2e.coordination.FinalState.FinalTask;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} of the coordinator, again and again, while a hundred sessions work: no
 * acknowledged task is lost, none is completed twice, fences only grow, and no session dies of it.
 *
 * <p>{@code -Dgaia.kill.seed=N} runs the kills and the sessions' choices of a run again (threads
 * and the network still take their own turns); {@code -Dgaia.soak=true} kills 50 times, {@code
 * -Dgaia.kill.count=10 -Dgaia.kill.tasks=100} ten times over 10,000 tasks; {@code
 * -Dgaia.kill.forget=true} lets the coordinator forget what happened between the last two kills:
 * the check must notice, so the test must fail. All with {@code -Dtests.leftOut=none}: the gate has
 * ThreeNodesTest.
 */
@Order(1)
@Tag("long")
class KilledUnderLoadTest {
  private static final int SESSIONS = 100;
  private static final boolean SOAK = Boolean.getBoolean("gaia.soak");
  private static final boolean FORGETS = Boolean.getBoolean("gaia.kill.forget");
  private static final int KILLS = Integer.getInteger("gaia.kill.count", SOAK ? 50 : 1);
  private static final int TASKS_EACH = Integer.getInteger("gaia.kill.tasks", SOAK ? 500 : 10);

  /** A kill comes after so many further answers; some come with the first. */
  private static final int MOST_ANSWERS_BETWEEN = 1_000;

  private final long seed = Long.getLong("gaia.kill.seed", System.nanoTime() & 0xffff_ffffL);
  private final Random random = new Random(seed);
  private final Queue<Entry> history = new ConcurrentLinkedQueue<>();
  private final Workday workday = new Workday(SESSIONS, TASKS_EACH);
  private final Uptime uptime = new Uptime();
  private final long started = System.nanoTime();

  @Test
  void nothingAcknowledgedIsLostAndNothingHappensTwice() throws Exception {
    System.out.println("gaia.kill.seed=" + seed);
    ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
    try (LoneCoordinator coordinator =
        new LoneCoordinator(
            emptied(Path.of("target", "killed-under-load")),
            // a minute: on a machine this busy a test's own thread may stand still for long
            Map.of("SESSION_LEASE_TIMEOUT", "60s", "LOCK_DELAY", "1s", "TASK_MAX_LOST", "100"))) {
      coordinator.awaitServing();
      Caller caller = new Caller(coordinator.api(), coordinator.token("load"), uptime);
      StateReader reader = new StateReader(caller);
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        running.add(threads.submit(new WorkingSession(i, seed, caller, history, workday)));
      }
      Sessions sessions = new Sessions(running);

      for (int i = 1; i <= KILLS; i++) {
        killOnce(i, coordinator, caller, sessions);
      }
      workday.stopFeeding();
      sessions.awaitAllDone(reader, workday, Duration.ofMinutes(SOAK ? 60 : 10));

      FinalState end = reader.read();
      restart(coordinator, "the last kill, with nothing to do");
      FinalState again = reader.read();
      report(caller, end);

      assertThat(HistoryCheck.faults(List.copyOf(history), end)).isEmpty();
      assertThat(again).isEqualTo(end);
      assertThat(end.tasks()).hasSizeGreaterThanOrEqualTo(SESSIONS * TASKS_EACH * 9 / 10);
    } finally {
      workday.end();
      threads.shutdownNow();
    }
  }

  private void killOnce(int number, LoneCoordinator coordinator, Caller caller, Sessions sessions)
      throws Exception {
    // one in five dies as soon as it serves again
    int wait = random.nextInt(5) == 0 ? 1 : 1 + random.nextInt(MOST_ANSWERS_BETWEEN);
    sessions.awaitAnswers(caller, wait);
    uptime.up(false);
    coordinator.kill();
    if (FORGETS && number == KILLS - 1) {
      coordinator.keepAside();
    }
    if (FORGETS && number == KILLS) {
      coordinator.forgetSince();
    }
    start(coordinator, "kill " + number + " after " + wait + " answers");
  }

  private void restart(LoneCoordinator coordinator, String why) throws Exception {
    uptime.up(false);
    coordinator.kill();
    start(coordinator, why);
  }

  private void start(LoneCoordinator coordinator, String why) throws Exception {
    long down = System.nanoTime();
    coordinator.launch();
    coordinator.awaitServing();
    uptime.up(true);
    System.out.printf(
        "%5.1f s: %s; served again after %.1f s; %d tasks in%n",
        seconds(started), why, seconds(down), workday.enqueued());
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private void report(Caller caller, FinalState end) {
    long completed = end.tasks().stream().filter(FinalTask::isCompleted).count();
    Map<String, Long> entries =
        history.stream()
            .collect(
                groupingBy(
                    each ->
                        each instanceof Entry.Reported report
                            ? report.report() + " " + report.verdict()
                            : each.getClass().getSimpleName(),
                    TreeMap::new,
                    counting()));
    System.out.printf(
        "%5.1f s: %d kills, %d sessions, %d tasks (%d completed), %d answers, %d broken; %s%n",
        seconds(started),
        KILLS + 1,
        SESSIONS,
        end.tasks().size(),
        completed,
        caller.answers(),
        caller.broken(),
        entries);
  }

  private static Path emptied(Path directory) throws IOException {
    Directories.empty(directory);
    return directory.toAbsolutePath();
  }
}
