package io.gaia.server.database;

import io.gaia.server.http.ProblemCode;
import io.gaia.server.ops.DependencyState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to PostgreSQL. While it is down, or there and does not keep up, the threads of
 * requests are refused at once.
 */
public final class Database {

  /** Work with a connection that is given back afterwards. */
  @FunctionalInterface
  public interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  /** Opens connections outside the pool. */
  @FunctionalInterface
  public interface Connector {
    Connection connect() throws SQLException;
  }

  private final DataSource pool;
  private final Connector connector;
  private final Supplier<DependencyState> postgres;
  private final Breaker breaker;

  /**
   * @param connector for those who keep a connection
   * @param postgres how PostgreSQL is doing now
   * @param breaker stands between it and requests
   */
  public Database(
      DataSource pool, Connector connector, Supplier<DependencyState> postgres, Breaker breaker) {
    this.pool = pool;
    this.connector = connector;
    this.postgres = postgres;
    this.breaker = breaker;
  }

  /** A connection of the caller's own, which takes none away from requests. */
  public Connection connect() throws SQLException {
    return connector.connect();
  }

  public boolean isUp() {
    return postgres.get().isUp();
  }

  /** Whether a request may count on an answer: PostgreSQL is up and keeps up. */
  public boolean serves() {
    return isUp() && !breaker.refuses();
  }

  /**
   * What a request reads quickly; when too many such reads are slow, the next ones are refused.
   *
   * @throws io.gaia.server.http.ProblemException 503 unavailable when the database cannot be used
   */
  public <T> T read(Work<T> work) {
    return answer(() -> breaker.quick(() -> onPool(work)));
  }

  /**
   * What a request waits for however long it takes.
   *
   * @throws io.gaia.server.http.ProblemException 503 unavailable when the database cannot be used
   */
  public <T> T lengthy(Work<T> work) {
    return answer(() -> breaker.lengthy(() -> onPool(work)));
  }

  /**
   * What no request waits for; it goes on while requests are refused.
   *
   * @throws io.gaia.server.http.ProblemException 503 unavailable when the database cannot be used
   */
  public <T> T background(Work<T> work) {
    return answer(() -> onPool(work));
  }

  /**
   * The same, for statements that may take longer than a request's.
   *
   * @param patience how long each may run
   * @throws io.gaia.server.http.ProblemException 503 unavailable when the database cannot be used
   */
  public <T> T background(Duration patience, Work<T> work) {
    return background(connection -> patiently(connection, patience, work));
  }

  private static <T> T patiently(Connection connection, Duration patience, Work<T> work)
      throws SQLException {
    // what goes wrong in the work is what is told, also when nothing can be set back after it
    try (Reset ignored = patient(connection, patience)) {
      return work.with(connection);
    }
  }

  private interface Reset extends AutoCloseable {
    @Override
    void close() throws SQLException;
  }

  private static Reset patient(Connection connection, Duration patience) throws SQLException {
    int usual = connection.getNetworkTimeout();
    // the server gives up first, and only if it does not, the connection is cut
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(patience.toMillis()) + usual);
    execute(connection, "set statement_timeout = " + patience.toMillis());
    return () -> {
      execute(connection, "reset statement_timeout");
      connection.setNetworkTimeout(Runnable::run, usual);
    };
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private <T> T answer(Breaker.Call<T> call) {
    DependencyState state = postgres.get();
    if (!state.isUp()) {
      throw ProblemCode.UNAVAILABLE.because(state.detail());
    }
    try {
      return call.run();
    } catch (SQLException e) {
      LOG.warn("Database call failed: {}", e.toString());
      throw ProblemCode.UNAVAILABLE.because("The database did not answer");
    }
  }

  private <T> T onPool(Work<T> work) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return work.with(connection);
    }
  }
}
