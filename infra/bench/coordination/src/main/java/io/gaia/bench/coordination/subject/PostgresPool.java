package io.gaia.bench.coordination.subject;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** The connections of a framework: enough for its workers, its clients and its own threads. */
final class PostgresPool {
  private static final int CONNECTIONS = 40;

  private PostgresPool() {}

  static HikariDataSource of(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(CONNECTIONS);
    return new HikariDataSource(config);
  }
}
