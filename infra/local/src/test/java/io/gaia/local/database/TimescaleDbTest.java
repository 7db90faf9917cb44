package io.gaia.local.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gaia.local.layout.Checkout;
import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.PidFile;
import io.gaia.local.process.Ports;
import io.gaia.local.process.ProcessListener;
import io.gaia.local.process.Progress;
import io.gaia.local.process.Signals;
import io.gaia.local.process.SupervisedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On the real server, installed from Debian's packages. */
@Timeout(300)
class TimescaleDbTest {

  // its directory is closed to everyone else, like a checkout in a home
  @TempDir Path directory;

  private final Path bin =
      TimescaleDbPrograms.install(Checkout.around(Path.of("")), Progress.SILENT);
  private final List<SupervisedProcess> running = new ArrayList<>();
  private Optional<Path> dataElsewhere = Optional.empty();

  @AfterEach
  void stop() throws IOException {
    running.forEach(SupervisedProcess::stop);
    if (dataElsewhere.isPresent()) {
      StateDirectory.delete(dataElsewhere.get().getParent());
    }
  }

  @Test
  void the_migrations_make_hypertables_as_the_owner_of_the_database() throws Exception {
    TimescaleDb database = start(freePort());

    Flyway.configure().dataSource(database.jdbcUrl(), "", "").load().migrate();

    assertThat(
            rows(
                database,
                "select hypertable_name from timescaledb_information.hypertables order by 1"))
        .containsExactly("classroom_metrics_snapshot", "frustration_events", "usability_metrics");
    assertThat(database.hasTable("usability_metrics")).isTrue();
    assertThat(rows(database, "select usesuper::text from pg_user where usename = current_user"))
        .containsExactly("false");
  }

  @Test
  void committed_rows_survive_a_kill_on_the_same_port() throws Exception {
    TimescaleDb database = start(freePort());
    execute(database, "create table kept (word text)");
    execute(database, "insert into kept values ('here')");
    SupervisedProcess process = running.get(0);
    Optional<Long> before = process.pid();

    Signals.send("KILL", before.orElseThrow());

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> process.isReady() && !process.pid().equals(before));
    assertThat(rows(database, "select word from kept")).containsExactly("here");
    assertThat(rows(database, "show fsync")).containsExactly("on");
  }

  @Test
  void a_second_start_finds_the_data_and_a_fresh_one_does_not() throws Exception {
    TimescaleDb first = start(freePort());
    execute(first, "create table kept (word text)");
    running.remove(0).stop();

    TimescaleDb second = start(freePort());
    assertThat(second.hasTable("kept")).isTrue();
    running.remove(0).stop();

    state().forgetData();
    assertThat(start(freePort()).hasTable("kept")).isFalse();
  }

  private TimescaleDb start(int port) throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    TimescaleDb database = TimescaleDb.prepare(bin, state(), port);
    Path sign = directory.resolve("state/postgres/data-is-in");
    if (Files.exists(sign)) {
      dataElsewhere = Optional.of(Path.of(Files.readString(sign).strip()));
    }
    SupervisedProcess process =
        new SupervisedProcess(
                database.process(Map.of()),
                directory.resolve("postgres.log"),
                directory.resolve("hold"),
                new PidFile(directory.resolve("pids")),
                Duration.ofSeconds(10),
                new Unheard())
            .start();
    running.add(process);
    process.awaitServing();
    database.ensureDatabase();
    return database;
  }

  private StateDirectory state() {
    return new StateDirectory(directory.resolve("state"));
  }

  private static int freePort() {
    return new Ports(false, Progress.SILENT, new Random()).any("postgres");
  }

  private static void execute(TimescaleDb database, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> rows(TimescaleDb database, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  private static final class Unheard implements ProcessListener {
    @Override
    public void ready(String name, int start, Duration took) {}

    @Override
    public void slow(String name, Duration since) {}

    @Override
    public void died(String name, String reason, List<String> lastLines) {}

    @Override
    public void pidsChanged() {}
  }
}
