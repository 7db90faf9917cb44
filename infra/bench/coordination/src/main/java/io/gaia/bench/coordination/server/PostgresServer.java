package io.gaia.bench.coordination.server;

import io.gaia.bench.coordination.subject.Subject;
import io.gaia.bench.coordination.subject.Target;
import io.gaia.bench.process.Servers;
import io.gaia.local.database.TimescaleDb;
import io.gaia.local.database.TimescaleDbPrograms;
import io.gaia.local.layout.Checkout;
import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.SupervisedProcess;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** The PostgreSQL of the local stack, with a database of its own. */
public final class PostgresServer implements MeasuredServer {
  private final Servers servers;
  private final SupervisedProcess process;
  private final String jdbcUrl;
  private final String description;

  private PostgresServer(
      Servers servers, SupervisedProcess process, String jdbcUrl, String description) {
    this.servers = servers;
    this.process = process;
    this.jdbcUrl = jdbcUrl;
    this.description = description;
  }

  public static PostgresServer start(Servers servers, Checkout checkout)
      throws IOException, InterruptedException, SQLException {
    StateDirectory.delete(servers.state().path().resolve("postgres"));
    TimescaleDb database =
        TimescaleDb.prepare(
            TimescaleDbPrograms.install(checkout, servers.progress()),
            servers.state(),
            servers.freePort("postgres"));
    SupervisedProcess process = servers.start(database.process(Map.of()));
    database.ensureDatabase();
    return new PostgresServer(
        servers, process, database.jdbcUrl(), description(database.jdbcUrl()));
  }

  private static String description(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select 'PostgreSQL ' || current_setting('server_version')
                  || ', fsync=' || current_setting('fsync')
                  || ', synchronous_commit=' || current_setting('synchronous_commit')
                  || ', shared_buffers=' || current_setting('shared_buffers')\
                """)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Override
  public Target target(Subject subject) {
    return new Target(subject, jdbcUrl, "", process.pid().stream().toList());
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void close() {
    servers.stop(process);
  }
}
