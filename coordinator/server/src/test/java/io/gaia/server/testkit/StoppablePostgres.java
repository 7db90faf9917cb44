package io.gaia.server.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/** A real PostgreSQL that stops and starts again on the same port with the same data. */
public final class StoppablePostgres implements AutoCloseable {
  private Path directory;
  private final int port = KafkaProcess.freePort();
  private EmbeddedPostgres running;

  private StoppablePostgres(Path directory) {
    this.directory = directory;
  }

  public static StoppablePostgres start(Path directory) {
    StoppablePostgres postgres = new StoppablePostgres(directory);
    postgres.start();
    return postgres;
  }

  public void start() {
    try {
      running =
          EmbeddedPostgres.builder()
              .setPort(port)
              .setDataDirectory(directory)
              .setCleanDataDirectory(false)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void stop() {
    close();
  }

  /** Stops; another one, with nothing in it, takes its place. */
  public void replaceByEmpty(Path newDirectory) {
    stop();
    directory = newDirectory;
    start();
  }

  /** Its processes stand still: it takes connections and answers nothing, until {@link #thaw}. */
  public void freeze() {
    signal("-STOP");
  }

  public void thaw() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      long pid = Long.parseLong(Files.readAllLines(directory.resolve("postmaster.pid")).get(0));
      ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
      List<String> pids =
          Stream.concat(Stream.of(server), server.descendants())
              .map(process -> Long.toString(process.pid()))
              .toList();
      new ProcessBuilder(Stream.concat(Stream.of("kill", signal), pids.stream()).toList())
          .inheritIO()
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public StoppablePostgres migrate() {
    Flyway.configure()
        .dataSource(url(), null, null)
        .locations("classpath:db/migration")
        .load()
        .migrate();
    return this;
  }

  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url());
  }

  public void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** The one number that the query gives. */
  public long ask(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  @Override
  public void close() {
    try {
      running.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every row of every table that has the text anywhere, as "table: row". */
  public List<String> rowsThatName(String text) {
    List<String> found = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet names =
          statement.executeQuery(
              "select tablename from pg_tables where schemaname = 'public'"
                  + " and tablename not like 'flyway%'")) {
        while (names.next()) {
          tables.add(names.getString(1));
        }
      }
      if (tables.isEmpty()) {
        throw new AssertionError("there are no tables");
      }
      for (String table : tables) {
        try (ResultSet rows =
            statement.executeQuery(
                "select t::text from "
                    + table
                    + " t where to_jsonb(t)::text like '%"
                    + text
                    + "%'")) {
          while (rows.next()) {
            found.add(table + ": " + rows.getString(1));
          }
        }
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return found;
  }
}
