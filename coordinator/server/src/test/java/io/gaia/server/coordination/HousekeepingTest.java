package io.gaia.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import io.gaia.core.Reply;
import io.gaia.core.Settings;
import io.gaia.core.TaskFilter;
import io.gaia.core.command.LockCommand.ReleaseLock;
import io.gaia.core.command.TaskCommand.CancelTask;
import io.gaia.server.database.Database;
import io.gaia.server.ops.DependencyState;
import io.gaia.server.ops.DependencyState.Condition;
import io.gaia.server.projection.Projection;
import io.gaia.server.replication.TestNode;
import io.gaia.server.testkit.Databases;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a state holds while the database is away stays bounded. */
class HousekeepingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int FINISHED_KEPT = 30;

  @TempDir Path directory;

  /** Nothing is past its retention, but too many may be finished. */
  private static Settings rules() {
    Settings d = Settings.DEFAULTS;
    return new Settings(
        d.leaseMs(),
        d.lockDelayMs(),
        d.claimMs(),
        d.stallMs(),
        d.agingMs(),
        d.affinityBonusMs(),
        d.maxRetries(),
        d.maxLost(),
        d.exponentialBackoff(),
        d.retentionMs(),
        FINISHED_KEPT,
        d.idempotencyMs(),
        d.maxIdempotencyKeys(),
        d.maxLockWaiters(),
        d.maxPendingTasks());
  }

  private static Projection projectionWithoutDatabase(TestNode node) {
    DependencyState down = new DependencyState(Condition.DOWN, "away", Instant.EPOCH);
    Database away =
        Databases.of(
            null,
            () -> {
              throw new SQLException("away");
            },
            () -> down);
    return new Projection(
        node.node().sequencer(),
        away,
        Resources.rows(),
        new MetricRegistry(),
        InstantSource.system());
  }

  @Test
  void finishedTasksWaitForTheDatabaseUpToTheirBound() throws Exception {
    try (TestNode node = TestNode.start(directory, rules())) {
      Projection projection = projectionWithoutDatabase(node);
      Housekeeping housekeeping =
          new Housekeeping(node.node().sequencer(), Optional.of(projection), 1_000_000);
      for (int i = 0; i < 2 * FINISHED_KEPT; i++) {
        node.ask(Reply.class, TestNode.task("t" + i));
        node.ask(Reply.class, new CancelTask("t" + i, "done"));
      }
      housekeeping.start();
      await().atMost(PATIENCE).until(() -> node.view().finishedTasks() == FINISHED_KEPT);
      assertThat(node.view().tasks(TaskFilter.ALL, 0, 1).tasks().get(0).id())
          .as("the oldest left")
          .isEqualTo("t" + FINISHED_KEPT);
      assertThat(node.view().changesWaiting()).isEqualTo(2 * FINISHED_KEPT);
      housekeeping.stop();
    }
  }

  @Test
  void tombstonesThatOutnumberWhatIsThereAreDropped() throws Exception {
    try (TestNode node = TestNode.start(directory, rules())) {
      Projection projection = projectionWithoutDatabase(node);
      String session = node.register("s");
      for (int i = 0; i < 100; i++) {
        Reply.Locked locked =
            node.ask(Reply.Locked.class, TestNode.lock("lock-" + i, session, 60_000));
        node.ask(Reply.class, new ReleaseLock("lock-" + i, session, locked.fence()));
      }
      assertThat(node.view().changesWaiting()).isEqualTo(101);
      Housekeeping housekeeping =
          new Housekeeping(node.node().sequencer(), Optional.of(projection), 50);
      housekeeping.start();
      await().atMost(PATIENCE).until(() -> node.view().changesWaiting() < 50);
      housekeeping.stop();
    }
  }
}
