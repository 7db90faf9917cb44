package io.gaia.server.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gaia.core.View;
import io.gaia.core.command.ClusterCommand.Evict;
import io.gaia.core.command.ClusterCommand.Projected;
import io.gaia.core.command.SessionCommand.Heartbeat;
import io.gaia.core.command.TaskCommand.CancelTask;
import io.gaia.core.command.TaskCommand.FailTask;
import io.gaia.core.model.EntityKind;
import io.gaia.server.coordination.Resources;
import io.gaia.server.projection.Tables.Outcome;
import io.gaia.server.replication.TestNode;
import io.gaia.server.testkit.StoppablePostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I10 on a real PostgreSQL: at every recorded index the tables equal the state. */
class TablesTest {
  private static final Optional<Position> NOBODY = Optional.empty();

  @TempDir static Path directory;

  private static StoppablePostgres postgres;

  private final Tables tables = new Tables(Resources.rows());
  private Connection connection;

  @BeforeAll
  static void start() {
    postgres = StoppablePostgres.start(directory).migrate();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @BeforeEach
  void clear() throws SQLException {
    postgres.execute(
        "truncate claude_sessions, lessons, distributed_task_queue, distributed_locks,"
            + " session_affinity, projection_position");
    connection = postgres.connect();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void afterAnyCommandsTheTablesEqualTheState() throws SQLException {
    long seed = Long.getLong("gaia.projection.seed", System.nanoTime());
    System.out.println("gaia.projection.seed=" + seed);
    Random random = new Random(seed);
    RandomCommands commands = new RandomCommands(random);
    House house = new House().elect(1);
    Optional<Position> last = Optional.empty();
    long rows = 0;
    for (int step = 0; step < 2_000; step++) {
      house.pass(random.nextInt(30) == 0 ? 12_000 : random.nextInt(200));
      house.apply(commands.next(house.view()));
      if (random.nextInt(10) == 0) {
        Outcome.Written written = written(house.view(), last);
        last = Optional.of(written.position());
        rows += written.rows();
        assertEqual(house.view());
        if (random.nextBoolean()) {
          house.apply(new Projected(written.position().index()));
        }
      }
      if (random.nextInt(500) == 0) {
        house.elect(house.view().term() + 1);
      }
    }
    assertThat(rows).isGreaterThan(500);
    assertThat(house.view().entities()).isGreaterThan(20);
  }

  @Test
  void onlyWhatChangedIsWritten() throws SQLException {
    House house = busy(7);
    Outcome.Written all = written(house.view(), NOBODY);
    assertThat(all.rows()).isEqualTo(house.view().entities());

    String pending = firstTask(house.view());
    house.apply(new CancelTask(pending, "no more"));
    Outcome.Written one = written(house.view(), Optional.of(all.position()));
    // the task, and perhaps its lesson and its session with the locks
    assertThat(one.rows()).isBetween(1L, 8L);
    assertEqual(house.view());

    assertThat(written(house.view(), Optional.of(one.position())).rows()).isZero();
    assertThat(written(house.view(), NOBODY).rows()).as("compared").isZero();
  }

  @Test
  void aLockIsWrittenWhenItsOwnersLeaseIsRenewed() throws SQLException {
    House house = new House().elect(1);
    house.apply(TestNode.registration("a"), TestNode.lock("deploy", "id-a", 3_600_000));
    Outcome.Written first = written(house.view(), NOBODY);
    house.pass(4_000).apply(new Heartbeat("id-a", OptionalLong.empty(), List.of()));
    written(house.view(), Optional.of(first.position()));
    assertEqual(house.view());
  }

  @Test
  void anOldLeaderCannotOverwriteANewerOnesRows() throws SQLException {
    House house = busy(1);
    View old = house.view();
    Outcome.Written oldLeaders = written(old, NOBODY);
    house.apply(TestNode.task("meanwhile"));
    View late = house.view();
    house.elect(2).apply(TestNode.task("new"));
    View young = house.view();

    try (Connection other = postgres.connect()) {
      written(other, young, NOBODY);
    }
    Optional<Position> oldPosition = Optional.of(oldLeaders.position());
    assertThat(tables.write(connection, late, oldPosition, Optional.empty()))
        .isEqualTo(new Outcome.Ahead(Position.of(young)));
    assertEqual(young);
  }

  @Test
  void anOldLeaderThatComesWhileTheNewOneWritesWaitsAndGivesWay() throws Exception {
    House house = busy(2);
    View old = house.view();
    Position oldPosition = written(old, NOBODY).position();
    house.apply(TestNode.task("meanwhile"));
    View late = house.view();
    house.elect(2).apply(TestNode.task("new"));
    View young = house.view();

    CountDownLatch inTheMiddle = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    Tables slow =
        new Tables(
            new PausingRows(
                Resources.rows(),
                () -> {
                  inTheMiddle.countDown();
                  mayGoOn.await();
                }));
    try (Connection other = postgres.connect()) {
      CompletableFuture<Outcome> newLeader = inBackground(slow, other, young, NOBODY);
      inTheMiddle.await();
      CompletableFuture<Outcome> oldLeader =
          inBackground(tables, connection, late, Optional.of(oldPosition));
      await().until(() -> postgres.ask("select count(*) from pg_locks where not granted") > 0);
      mayGoOn.countDown();
      assertThat(newLeader.get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Written.class);
      assertThat(oldLeader.get(30, TimeUnit.SECONDS))
          .isEqualTo(new Outcome.Ahead(Position.of(young)));
    }
    assertEqual(young);
  }

  private static CompletableFuture<Outcome> inBackground(
      Tables tables, Connection own, View view, Optional<Position> last) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return tables.write(own, view, last, Optional.empty());
          } catch (SQLException e) {
            throw new AssertionError(e);
          }
        });
  }

  /** Stops once, at the first row. */
  private record PausingRows(RowSource rows, Pause pause) implements RowSource {
    interface Pause {
      void await() throws InterruptedException;
    }

    @Override
    public Optional<Row> row(View view, EntityKind kind, String id) {
      try {
        pause.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return rows.row(view, kind, id);
    }

    @Override
    public Iterable<String> ids(View view, EntityKind kind) {
      return rows.ids(view, kind);
    }
  }

  @Test
  void aRestoredDatabaseIsBroughtToTheState() throws SQLException {
    House house = busy(3);
    written(house.view(), NOBODY);
    postgres.execute("create table backup as select * from distributed_task_queue");
    postgres.execute("create table position_backup as select * from projection_position");
    Position backedUp = Position.of(house.view());
    go(house, 300, 31);
    Position last = written(house.view(), Optional.of(backedUp)).position();
    house.apply(new Projected(last.index()));

    postgres.execute(
        "delete from distributed_task_queue; insert into distributed_task_queue select * from"
            + " backup;update projection_position p set term = b.term, index = b.index from"
            + " position_backup b;drop table backup; drop table position_backup");
    // the state believes that everything is projected
    written(house.view(), Optional.of(last));
    assertEqual(house.view());
  }

  @Test
  void anEmptyDatabaseIsFilledThoughTheStateWasProjectedBefore() throws SQLException {
    House house = busy(4);
    house.apply(new Projected(house.view().index() - 1));
    assertThat(house.view().changesWaiting()).isLessThan(house.view().entities());
    written(house.view(), Optional.of(Position.of(house.view())));
    assertEqual(house.view());
  }

  @Test
  void aListOfChangesThatWasDroppedIsMadeUpForByComparing() throws SQLException {
    House house = busy(5);
    Position last = written(house.view(), NOBODY).position();
    go(house, 200, 51);
    house.pass(1).apply(new Projected(house.view().index()));
    go(house, 20, 52);
    written(house.view(), Optional.of(last));
    assertEqual(house.view());
  }

  @Test
  void rowsThatAnotherLogLeftAreReplacedOnceThatIsKnown() throws SQLException {
    House other = busy(6).elect(9);
    written(other.view(), NOBODY);
    House house = busy(61);
    Outcome ahead = tables.write(connection, house.view(), NOBODY, Optional.empty());
    assertThat(ahead).isEqualTo(new Outcome.Ahead(Position.of(other.view())));
    assertEqual(other.view());

    tables.write(connection, house.view(), NOBODY, Optional.of(Position.of(other.view())));
    assertEqual(house.view());
  }

  @Test
  void whatAnotherLogWroteInBetweenIsReplaced() throws SQLException {
    House house = busy(7);
    Position last = written(house.view(), NOBODY).position();
    House other = new House().elect(1).apply(TestNode.task("of another log"));
    tables.write(connection, other.view(), NOBODY, Optional.of(last));
    house.apply(TestNode.task("one more"));
    written(house.view(), Optional.of(last));
    assertEqual(house.view());
  }

  @Test
  void whatPostgresCannotHoldDoesNotHoldUpTheRest() throws SQLException {
    House house = new House().elect(1);
    house.apply(TestNode.registration("a"));
    for (int i = 0; i < 20; i++) {
      house.apply(TestNode.task("t" + i));
    }
    house.apply(TestNode.claim("id-a", 1));
    String id = house.view().claimsOf("id-a").get(0).id();
    long fence = house.view().claimsOf("id-a").get(0).fence();
    house.apply(new FailTask(id, "id-a", fence, "zero \u0000 inside", false));
    Outcome.Written written = written(house.view(), NOBODY);
    assertThat(written.refused()).isZero();
    var rows = TableContents.read(connection).rows().get(EntityKind.TASK);
    assertThat(rows).hasSize(20);
    assertThat(rows.get(id).get("error")).isEqualTo("zero \uFFFD inside");
  }

  @Test
  void whatLeavesTheStateLeavesTheTables() throws SQLException {
    House house = new House().elect(1);
    house.apply(TestNode.registration("a"), TestNode.task("t"), TestNode.claim("id-a", 1));
    long fence = house.view().task("t").orElseThrow().fence();
    house.apply(new FailTask("t", "id-a", fence, "boom", false));
    Position last = written(house.view(), NOBODY).position();
    house.apply(new Projected(last.index()));
    house.pass(90_000).apply(new Evict(100, true), new Evict(100, true));
    assertThat(house.view().task("t")).isEmpty();
    written(house.view(), Optional.of(last));
    assertThat(TableContents.read(connection).rows().get(EntityKind.TASK)).isEmpty();
  }

  /** A house in the middle of a day. */
  private static House busy(long seed) {
    House house = new House().elect(1);
    go(house, 400, seed);
    return house;
  }

  private static void go(House house, int steps, long seed) {
    Random random = new Random(seed);
    RandomCommands commands = new RandomCommands(random);
    for (int step = 0; step < steps; step++) {
      house.pass(random.nextInt(100)).apply(commands.next(house.view()));
    }
  }

  private static String firstTask(View view) {
    for (var task : view.tasks()) {
      if (!task.status().isFinished()) {
        return task.id();
      }
    }
    throw new AssertionError("no task");
  }

  private Outcome.Written written(View view, Optional<Position> last) throws SQLException {
    return written(connection, view, last);
  }

  private Outcome.Written written(Connection own, View view, Optional<Position> last)
      throws SQLException {
    return (Outcome.Written) tables.write(own, view, last, Optional.empty());
  }

  private static void assertEqual(View view) throws SQLException {
    try (Connection reader = postgres.connect()) {
      TableContents contents = TableContents.read(reader);
      assertThat(contents.position()).isEqualTo(Position.of(view));
      contents.assertEqualTo(Resources.of(view));
    }
  }
}
