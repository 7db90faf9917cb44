package io.gaia.server.database;

import com.codahale.metrics.MetricRegistry;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.util.Duration;
import io.gaia.server.config.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;

/** Reaches PostgreSQL and brings it to this version's tables, once a start. */
public final class DatabaseLink {

  static final String SIGN_OF_LIFE = "select from projection_position limit 1";

  private static final String NO_SUCH_TABLE = "42P01";

  private final String url;
  private final DatabaseSettings settings;
  private boolean migrated;

  /**
   * @param url the configured JDBC URL
   */
  public DatabaseLink(String url, DatabaseSettings settings) {
    this.url = url;
    this.settings = settings;
  }

  /** A pool that opens nothing before it is asked. */
  public static ManagedDataSource pool(
      String url, DatabaseSettings settings, MetricRegistry metrics) {
    DataSourceFactory factory = new DataSourceFactory();
    factory.setUrl(url);
    factory.setDriverClass("org.postgresql.Driver");
    factory.setInitialSize(0);
    factory.setMinSize(0);
    factory.setMaxSize(settings.poolSize());
    factory.setMaxWaitForConnection(Duration.milliseconds(settings.connectTimeout().toMillis()));
    factory.setCheckConnectionOnBorrow(true);
    factory.setValidationQueryTimeout(Duration.milliseconds(settings.connectTimeout().toMillis()));
    factory.setProperties(
        Map.of(
            "ApplicationName",
            "gaia-coordinator",
            "connectTimeout",
            seconds(settings.connectTimeout()),
            // the server itself gives up a statement, and only if it does not, the connection is
            // cut
            "options",
            "-c statement_timeout=" + settings.queryTimeout().toMillis(),
            "socketTimeout",
            seconds(settings.queryTimeout().plus(settings.connectTimeout())),
            "tcpKeepAlive",
            "true"));
    return factory.build(metrics, "database");
  }

  /**
   * Migrates if that is still to be done, or to be done again because this is another database than
   * before; then asks for a sign of life.
   *
   * @throws Exception while the database cannot be used
   */
  public void look() throws Exception {
    if (!migrated) {
      migrate();
      migrated = true;
    }
    ask();
  }

  /** A connection outside the pool, with the same patience. */
  public Connection connect() throws SQLException {
    return connect("gaia-projection");
  }

  private Connection connect(String name) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", name);
    properties.setProperty("connectTimeout", seconds(settings.connectTimeout()));
    properties.setProperty("loginTimeout", seconds(settings.connectTimeout()));
    properties.setProperty("socketTimeout", seconds(settings.queryTimeout()));
    properties.setProperty("tcpKeepAlive", "true");
    // should this node vanish within a transaction, what it has locked is free soon
    properties.setProperty("options", "-c idle_in_transaction_session_timeout=60s");
    return DriverManager.getConnection(url, properties);
  }

  private void migrate() {
    // not from the pool: a migration may run longer than a query may
    Flyway.configure()
        .dataSource(url, null, null)
        .jdbcProperties(Map.of("connectTimeout", seconds(settings.connectTimeout())))
        .locations("classpath:db/migration")
        .load()
        .migrate();
  }

  private void ask() throws SQLException {
    // not from the pool: that all its connections are taken does not mean that PostgreSQL is away
    try (Connection connection = connect("gaia-watch");
        Statement statement = connection.createStatement()) {
      statement.execute(SIGN_OF_LIFE);
    } catch (SQLException e) {
      migrated = !NO_SUCH_TABLE.equals(e.getSQLState());
      throw e;
    }
  }

  private static String seconds(java.time.Duration duration) {
    return String.valueOf(Math.max(1, duration.toSeconds()));
  }
}
