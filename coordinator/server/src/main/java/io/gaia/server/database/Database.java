package io.gaia.server.database;

import io.gaia.server.http.ProblemCode;
import io.gaia.server.ops.DependencyState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections to PostgreSQL. While it is down, the threads of requests are refused at once. */
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

  /**
   * @param connector for those who keep a connection
   * @param postgres how PostgreSQL is doing now
   */
  public Database(DataSource pool, Connector connector, Supplier<DependencyState> postgres) {
    this.pool = pool;
    this.connector = connector;
    this.postgres = postgres;
  }

  /** A connection of the caller's own, which takes none away from requests. */
  public Connection connect() throws SQLException {
    return connector.connect();
  }

  public boolean isUp() {
    return postgres.get().isUp();
  }

  /**
   * @throws io.gaia.server.http.ProblemException 503 unavailable when the database cannot be used
   */
  public <T> T call(Work<T> work) {
    DependencyState state = postgres.get();
    if (!state.isUp()) {
      throw ProblemCode.UNAVAILABLE.because(state.detail());
    }
    try (Connection connection = pool.getConnection()) {
      return work.with(connection);
    } catch (SQLException e) {
      LOG.warn("Database call failed: {}", e.toString());
      throw ProblemCode.UNAVAILABLE.because("The database did not answer");
    }
  }
}
