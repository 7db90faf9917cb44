package io.gaia.server.upkeep;

import io.dropwizard.lifecycle.Managed;
import io.gaia.server.database.Database;
import io.gaia.server.http.ProblemException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what analysts read, once a minute, and removes what is older than its table keeps, once an
 * hour; in steps. Of several nodes one does it at a time.
 */
public final class DatabaseUpkeep implements Managed {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseUpkeep.class);

  private static final Duration ROLLUPS_EVERY = Duration.ofMinutes(1);
  private static final Duration RETENTION_EVERY = Duration.ofHours(1);

  /** Nobody who looks in at once should find that something goes. */
  private static final Duration RETENTION_FIRST = Duration.ofMinutes(10);

  /**
   * Of one step. After an upgrade the first one reads all there is, and the smallest is a day's
   * events of all students.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private static final int HOURS_AT_ONCE = 24;
  private static final int ROWS_AT_ONCE = 50_000;

  private static final String REFRESH = "select refresh_rollups(?)";
  private static final String PRUNE =
      "select max(value::bigint) from jsonb_each_text(apply_retention(?))";

  private final Database database;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread daemon = new Thread(task, "database-upkeep");
            daemon.setDaemon(true);
            return daemon;
          });

  public DatabaseUpkeep(Database database) {
    this.database = database;
  }

  @Override
  public void start() {
    every(ROLLUPS_EVERY, ROLLUPS_EVERY, "counting for analysts", this::refreshRollups);
    every(RETENTION_FIRST, RETENTION_EVERY, "retention", this::applyRetention);
  }

  private void every(Duration first, Duration pause, String what, Runnable work) {
    var unused =
        thread.scheduleWithFixedDelay(
            () -> {
              try {
                work.run();
              } catch (ProblemException e) {
                LOG.debug("{} waits for PostgreSQL: {}", what, e.getMessage());
              } catch (RuntimeException e) {
                LOG.error("{} failed and is tried again", what, e);
              }
            },
            first.toMillis(),
            pause.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * @throws ProblemException while PostgreSQL is down
   */
  void refreshRollups() {
    while (number(REFRESH, HOURS_AT_ONCE) > 0 && !thread.isShutdown()) {
      LOG.debug("more is to be counted");
    }
  }

  /**
   * @throws ProblemException while PostgreSQL is down
   */
  void applyRetention() {
    while (number(PRUNE, ROWS_AT_ONCE) >= ROWS_AT_ONCE && !thread.isShutdown()) {
      LOG.debug("more is older than it is kept");
    }
  }

  private long number(String sql, int atMost) {
    return database.background(
        PATIENCE,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, atMost);
            try (ResultSet row = statement.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }

  @Override
  public void stop() {
    thread.shutdownNow();
  }
}
