package io.gaia.local.database;

import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.AtomicFile;
import io.gaia.local.process.ProcessSpec;
import io.gaia.local.process.ProcessSpec.Restart;
import io.gaia.local.process.ProcessSpec.Stop;
import io.gaia.local.process.StackStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A PostgreSQL server with TimescaleDB that keeps its data between runs; fsync stays on. */
public final class TimescaleDb {

  public static final String DATABASE = "gaia";
  public static final String OWNER = "gaia";

  private static final String SUPERUSER = "postgres";

  private final Path bin;
  private final Path home;
  private final int port;
  private final String password;
  private final RunAs user = RunAs.unprivileged();

  private TimescaleDb(Path bin, Path home, int port, String password) {
    this.bin = bin;
    this.home = home;
    this.port = port;
    this.password = password;
  }

  /**
   * Makes ready to run: at the first time, {@code initdb}.
   *
   * @param bin from {@link TimescaleDbPrograms}
   * @param state where data and password are kept; the data elsewhere when the user that runs the
   *     server cannot enter it
   */
  public static TimescaleDb prepare(Path bin, StateDirectory state, int port) throws IOException {
    RunAs user = RunAs.unprivileged();
    if (!user.canEnter(bin)) {
      throw new StackStartException(
          bin
              + " cannot be entered by the user nobody, which runs PostgreSQL when you are root:"
              + " set GAIA_CACHE to a directory that everyone may enter");
    }
    TimescaleDb database =
        new TimescaleDb(bin, DataHome.of(state, user).path(), port, password(state));
    if (!Files.exists(database.data())) {
      database.initialize();
    }
    return database;
  }

  public ProcessSpec process(Map<String, String> environment) {
    List<String> command =
        new ArrayList<>(List.of(bin.resolve("postgres").toString(), "-D", data().toString()));
    Map<String, String> settings =
        Map.of(
            "port", String.valueOf(port),
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "shared_preload_libraries", "timescaledb",
            "timescaledb.telemetry_level", "off",
            "jit", "off",
            "timezone", "UTC",
            "log_timezone", "UTC",
            "log_checkpoints", "off");
    settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return new ProcessSpec(
        "postgres",
        user.command(command),
        environment,
        home,
        this::answers,
        Duration.ofSeconds(90),
        // an orderly end that does not wait for clients to go
        Stop.INT,
        Restart.ALWAYS);
  }

  /** For programs: the owner of the database, with everything in the URL. */
  public String jdbcUrl() {
    return url(DATABASE, OWNER);
  }

  /** Makes the role and the database unless they are there. */
  public void ensureDatabase() {
    try (Connection connection = DriverManager.getConnection(url(SUPERUSER, SUPERUSER));
        Statement statement = connection.createStatement()) {
      if (!statement.executeQuery("select from pg_roles where rolname = '" + OWNER + "'").next()) {
        // may make roles: the migrations make one for analysts
        statement.execute(
            "create role %s login createrole password '%s'".formatted(OWNER, password));
      }
      if (!statement
          .executeQuery("select from pg_database where datname = '" + DATABASE + "'")
          .next()) {
        statement.execute("create database %s owner %s".formatted(DATABASE, OWNER));
      }
    } catch (SQLException e) {
      throw new StackStartException("the database cannot be made: " + e.getMessage(), e);
    }
  }

  /** True when the migrations have made {@code table}. */
  public boolean hasTable(String table) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl());
        PreparedStatement statement =
            connection.prepareStatement("select to_regclass(?) is not null")) {
      statement.setString(1, table);
      ResultSet rows = statement.executeQuery();
      return rows.next() && rows.getBoolean(1);
    }
  }

  private boolean answers() throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(url(SUPERUSER, SUPERUSER) + "&connectTimeout=2")) {
      return connection.isValid(2);
    }
  }

  private String url(String database, String role) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s&password=%s"
        .formatted(port, database, role, password);
  }

  private Path data() {
    return home.resolve("data");
  }

  /** In a directory of another name first: an initdb that was interrupted leaves no database. */
  private void initialize() throws IOException {
    Path draft = home.resolve("data.draft");
    Path passwordFile = home.resolve("superuser.password");
    StateDirectory.delete(draft);
    Files.createDirectories(draft);
    Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwx------"));
    user.give(draft);
    AtomicFile.write(passwordFile, password);
    user.give(passwordFile);
    try {
      user.run(
          List.of(
              bin.resolve("initdb").toString(),
              "--pgdata=" + draft,
              "--username=" + SUPERUSER,
              "--pwfile=" + passwordFile,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8",
              "--no-instructions"),
          Map.of("LC_ALL", "C"));
    } finally {
      Files.deleteIfExists(passwordFile);
    }
    Files.move(draft, data());
  }

  private static String password(StateDirectory state) throws IOException {
    Path file = state.databasePassword();
    if (!Files.exists(file)) {
      byte[] bytes = new byte[16];
      new SecureRandom().nextBytes(bytes);
      AtomicFile.write(file, HexFormat.of().formatHex(bytes));
    }
    return Files.readString(file).strip();
  }
}
