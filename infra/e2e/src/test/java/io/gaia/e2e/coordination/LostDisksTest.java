package io.gaia.e2e.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.client.auth.Role;
import io.gaia.client.coordination.CoordinationClient;
import io.gaia.client.coordination.Lock;
import io.gaia.e2e.coordination.FinalState.FinalSession;
import io.gaia.local.layout.Checkout;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Disks are lost, and an operator does what {@code docs/operating.md} says: an empty node takes a
 * lost one's place while sessions work, and three empty ones get back what a backup has. {@code
 * -Dgaia.disks.seed=N} draws the sessions' choices again.
 */
@Order(4)
@Tag("long")
class LostDisksTest {
  private static final int NODES = 3;
  private static final int SESSIONS = 6;
  private static final int TASKS_EACH = 20;

  /** Longer than all of it takes: what sessions held is there in the end, too. */
  private static final Duration LEASE = Duration.ofMinutes(30);

  private final long seed = Long.getLong("gaia.disks.seed", System.nanoTime() & 0xffff_ffffL);
  private final Path directory = Path.of("target", "lost-disks").toAbsolutePath();
  private final Queue<Entry> history = new ConcurrentLinkedQueue<>();
  private final Workday workday = new Workday(SESSIONS, TASKS_EACH);

  @Test
  void emptyDisksGetTheStateOfTheOthersAndOfABackup() throws Exception {
    System.out.println("gaia.disks.seed=" + seed);
    Directories.empty(directory);
    ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
    try (CoordinatorGroup group =
        new CoordinatorGroup(directory, Map.of("SESSION_LEASE_TIMEOUT", LEASE.toSeconds() + "s"))) {
      int leader = group.awaitLeader(List.of());
      Caller caller = new Caller(group.apis(), group.token(Role.AGENT, "load"), new Uptime());
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        running.add(threads.submit(new WorkingSession(i, seed, caller, history, workday)));
      }
      Sessions sessions = new Sessions(running);
      sessions.awaitAnswers(caller, 200);
      replace((leader + 1) % NODES, group);
      sessions.awaitAnswers(caller, 200);
      workday.stopFeeding();
      sessions.awaitAllDone(new StateReader(caller), workday, Duration.ofMinutes(10));

      FinalState end = reader(leader, group).read();
      assertThat(HistoryCheck.faults(List.copyOf(history), end)).isEmpty();
      Lock kept = takeLock(group.node(leader).url(), group, end);
      assertAllHave(end, kept, group);

      restoreAll(leader, group);
      assertAllHave(end, kept, group);
    } finally {
      workday.end();
      threads.shutdownNow();
    }
  }

  private void replace(int lost, CoordinatorGroup group) throws Exception {
    String id = client(group.node(lost).url(), group).operations().cluster().nodeId();
    group.node(lost).kill();
    LoneCoordinator empty = group.newcomer("empty-node");
    group.launchToJoin(empty);
    gaia(group, group.urls(), "cluster", "replace", id, empty.clusterAddress());
    group.put(lost, empty);
    group.awaitCaughtUp(lost);
  }

  private void restoreAll(int first, CoordinatorGroup group) throws Exception {
    String backup = directory.resolve("gaia.backup").toString();
    gaia(group, group.urls(), "cluster", "backup", backup);
    for (int i = 0; i < NODES; i++) {
      group.node(i).stop();
      Directories.empty(group.node(i).disk());
    }
    // the only member that there is for now
    List<URI> restored = List.of(group.node(first).url());
    String disk = group.node(first).disk().toString();
    gaia(group, restored, "cluster", "restore", backup, "--data-dir", disk);
    group.node(first).launch();
    group.awaitCaughtUp(first);
    for (int i = 0; i < NODES; i++) {
      if (i != first) {
        group.launchToJoin(group.node(i));
        gaia(group, restored, "cluster", "add", group.node(i).clusterAddress());
        group.awaitCaughtUp(i);
      }
    }
  }

  /** As it is read from each, and byte for byte. */
  private static void assertAllHave(FinalState state, Lock lock, CoordinatorGroup group)
      throws Exception {
    for (int i = 0; i < NODES; i++) {
      assertThat(reader(i, group).read()).as("as node %d has it", i).isEqualTo(state);
      Lock there = client(group.node(i).url(), group).locks().get(lock.key());
      assertThat(there)
          .as("as node %d has it", i)
          .usingRecursiveComparison()
          .ignoringFields("expiresAt")
          .isEqualTo(lock);
      // the time without a leader does not count
      assertThat(there.expiresAt()).isAfterOrEqualTo(lock.expiresAt());
    }
    assertThat(Set.copyOf(group.checksumsOfTheSameSnapshot())).as("the nodes' states").hasSize(1);
  }

  private static Lock takeLock(URI node, CoordinatorGroup group, FinalState state) {
    FinalSession owner = state.sessions().get(0);
    CoordinationClient client = client(node, group);
    client.locks().acquire("kept", owner.id(), owner.life(), Duration.ofMinutes(10), Duration.ZERO);
    return client.locks().get("kept");
  }

  private static StateReader reader(int node, CoordinatorGroup group) {
    return new StateReader(
        new Caller(group.node(node).api(), group.token(Role.AGENT, "reader"), new Uptime()));
  }

  private static CoordinationClient client(URI node, CoordinatorGroup group) {
    return CoordinationClient.to(
        List.of(node), Optional.of(group.token(Role.ADMIN, "operator")), Duration.ofSeconds(60));
  }

  private static void gaia(CoordinatorGroup group, List<URI> nodes, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Checkout.around(Path.of("")).script("infra/gaia").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .put("GAIA_URL", nodes.stream().map(URI::toString).collect(Collectors.joining(",")));
    builder.environment().put("GAIA_TOKEN", group.token(Role.ADMIN, "operator"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
    System.out.println(String.join(" ", arguments) + ":\n" + said.strip());
  }
}
