package io.gaia.server.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import io.gaia.core.Request;
import io.gaia.core.View;
import io.gaia.server.coordination.Resources;
import io.gaia.server.database.Database;
import io.gaia.server.ops.DependencyState;
import io.gaia.server.ops.DependencyState.Condition;
import io.gaia.server.replication.Applied;
import io.gaia.server.replication.CoordinationNode;
import io.gaia.server.replication.TestNode;
import io.gaia.server.testkit.Databases;
import io.gaia.server.testkit.StoppablePostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** I10 on a node with a real log, beside a real PostgreSQL. */
@Timeout(300)
class ProjectionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int COMMANDS_ON_THEIR_WAY = 16;

  @TempDir Path directory;

  private StoppablePostgres postgres;

  @BeforeEach
  void start() {
    postgres = StoppablePostgres.start(directory.resolve("postgres")).migrate();
  }

  @AfterEach
  void stop() {
    postgres.close();
  }

  /** A node, its projection, and the states it went through. */
  private final class Projecting implements AutoCloseable {
    final Map<Long, View> history = new ConcurrentHashMap<>();
    final MetricRegistry metrics = new MetricRegistry();
    final TestNode node;
    Projection projection;

    Projecting(Path log) {
      node = TestNode.start(log, House.SETTINGS, this::listen);
      projection.start();
    }

    private void listen(CoordinationNode starting) {
      Database database =
          Databases.of(
              null, // the projection has no use for the pool
              () -> DriverManager.getConnection(postgres.url() + "&socketTimeout=2"),
              () -> new DependencyState(Condition.UP, "told by the test", Instant.EPOCH));
      projection =
          new Projection(
              starting.sequencer(), database, Resources.rows(), metrics, InstantSource.system());
      starting.addListener((result, view) -> history.put(view.index(), view));
      starting.addListener(projection);
    }

    void work(RandomCommands commands, int count) {
      Deque<CompletableFuture<Applied>> onTheirWay = new ArrayDeque<>();
      for (int i = 0; i < count; i++) {
        onTheirWay.add(node.node().sequencer().submit(Request.of(commands.next(node.view()))));
        if (onTheirWay.size() == COMMANDS_ON_THEIR_WAY) {
          TestNode.await(onTheirWay.remove());
        }
      }
      onTheirWay.forEach(TestNode::await);
    }

    /** The tables equal the state at their position; true if nothing has changed since. */
    boolean isEqualAndCurrent() throws SQLException {
      TableContents contents = contents();
      View then = history.get(contents.position().index());
      contents.assertEqualTo(Resources.of(then));
      return !node.view().changesAfter(then.index()).iterator().hasNext();
    }

    void awaitCurrent() {
      await()
          .atMost(PATIENCE)
          .until(() -> history.containsKey(contents().position().index()) && isEqualAndCurrent());
    }

    long rowsWritten() {
      return metrics.meter("gaia.projection.rows").getCount();
    }

    @Override
    public void close() {
      try {
        projection.stop();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      node.close();
    }

    private static TableContents contentsOf(StoppablePostgres postgres) throws SQLException {
      try (Connection connection = postgres.connect()) {
        return TableContents.read(connection);
      }
    }

    private TableContents contents() throws SQLException {
      return contentsOf(postgres);
    }
  }

  @Test
  void atEveryRecordedIndexTheTablesEqualTheState() throws Exception {
    long seed = Long.getLong("gaia.projection.seed", System.nanoTime());
    System.out.println("gaia.projection.seed=" + seed);
    RandomCommands commands = new RandomCommands(new Random(seed));
    try (Projecting gaia = new Projecting(directory.resolve("log"))) {
      gaia.awaitCurrent();
      for (int i = 0; i < 15; i++) {
        gaia.work(commands, 300);
        gaia.isEqualAndCurrent();
      }
      gaia.awaitCurrent();
      assertThat(gaia.rowsWritten()).isGreaterThan(gaia.node.view().entities());
      await().atMost(PATIENCE).until(() -> gaia.node.view().changesWaiting() == 0);
    }
  }

  @Test
  void whileItIsAwayOrFrozenNothingWaitsForPostgresAndThenTheTablesCatchUp() throws Exception {
    RandomCommands commands = new RandomCommands(new Random(1));
    try (Projecting gaia = new Projecting(directory.resolve("log"))) {
      gaia.work(commands, 200);
      gaia.awaitCurrent();

      postgres.stop();
      gaia.work(commands, 300);
      await().atMost(PATIENCE).until(() -> gaia.projection.state().condition() == Condition.DOWN);
      assertThat(gaia.node.view().changesWaiting()).isPositive();
      assertThat(gaia.projection.isCurrent()).isFalse();
      postgres.start();
      gaia.awaitCurrent();
      await().atMost(PATIENCE).until(() -> gaia.projection.state().isUp());

      postgres.freeze();
      gaia.work(commands, 300);
      await().atMost(PATIENCE).until(() -> gaia.projection.state().condition() == Condition.DOWN);
      gaia.work(commands, 300);
      postgres.thaw();
      gaia.awaitCurrent();
    }
  }

  @Test
  void aRestartedNodeFindsTheTablesAsTheyAreAndANewLogReplacesThem() throws Exception {
    RandomCommands commands = new RandomCommands(new Random(2));
    try (Projecting gaia = new Projecting(directory.resolve("log"))) {
      gaia.work(commands, 400);
      gaia.awaitCurrent();
    }
    try (Projecting again = new Projecting(directory.resolve("log"))) {
      again.awaitCurrent();
      // not everything anew: only what happened by itself since
      assertThat(again.rowsWritten()).isLessThan(again.node.view().entities());
    }
    try (Projecting other = new Projecting(directory.resolve("another log"))) {
      other.node.register("newcomer");
      other.awaitCurrent();
      assertThat(postgres.ask("select count(*) from claude_sessions")).isEqualTo(1);
    }
  }

  @Test
  void heartbeatsAloneAreWrittenNowAndThen() throws Exception {
    try (Projecting gaia = new Projecting(directory.resolve("log"))) {
      String session = gaia.node.register("s");
      gaia.awaitCurrent();
      long before = gaia.rowsWritten();
      for (int i = 0; i < 500; i++) {
        gaia.node.ask(io.gaia.core.Reply.class, TestNode.heartbeat(session));
      }
      gaia.awaitCurrent();
      assertThat(gaia.rowsWritten() - before).isBetween(1L, 100L);
    }
  }
}
