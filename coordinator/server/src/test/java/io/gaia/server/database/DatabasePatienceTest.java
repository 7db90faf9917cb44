package io.gaia.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import io.dropwizard.db.ManagedDataSource;
import io.gaia.server.config.DatabaseSettings;
import io.gaia.server.http.ProblemException;
import io.gaia.server.ops.DependencyState;
import io.gaia.server.testkit.Databases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long a statement may run. */
@Timeout(60)
class DatabasePatienceTest {
  private static final Duration USUAL = Duration.ofMillis(500);
  private static final String TAKES_LONGER = "select pg_sleep(1.5), 'slept'";

  @Test
  void workInTheBackgroundMayTakeLongerAndLeavesTheNextWithTheUsualTime() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      DatabaseSettings settings =
          new DatabaseSettings(
              Optional.empty(),
              1,
              Duration.ofSeconds(1),
              USUAL,
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              Duration.ofSeconds(1));
      ManagedDataSource pool =
          DatabaseLink.pool(
              postgres.getJdbcUrl("postgres", "postgres"), settings, new MetricRegistry());
      Database database =
          Databases.of(
              pool,
              pool::getConnection,
              () -> new DependencyState(DependencyState.Condition.UP, "", Instant.EPOCH));
      pool.start();
      try {
        Database.Work<String> work =
            connection -> {
              try (Statement statement = connection.createStatement();
                  ResultSet row = statement.executeQuery(TAKES_LONGER)) {
                row.next();
                return row.getString(2);
              }
            };

        assertThat(database.background(Duration.ofSeconds(30), work)).isEqualTo("slept");
        assertThatThrownBy(() -> database.background(work)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> database.background(Duration.ofMillis(700), work))
            .isInstanceOf(ProblemException.class);
        assertThat(database.background(Duration.ofSeconds(30), work)).isEqualTo("slept");
      } finally {
        pool.stop();
      }
    }
  }
}
