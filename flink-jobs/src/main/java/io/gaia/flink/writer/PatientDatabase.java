package io.gaia.flink.writer;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.datasource.connections.JdbcConnectionProvider;
import org.apache.flink.connector.jdbc.datasource.connections.SimpleJdbcConnectionProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to PostgreSQL, however long that takes. While it cannot be reached, or its tables are not
 * there, {@link #write} waits and tries again, and so holds back the stream in front of it; rows
 * that PostgreSQL itself refuses are found by halving and given back. For one thread.
 */
final class PatientDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PatientDatabase.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(10);

  private final JdbcConnectionProvider connections;
  private Optional<Long> waitingSinceNanos = Optional.empty();
  private long nextWordNanos;
  private Duration pause = FIRST_PAUSE;

  /**
   * @param url a JDBC URL of PostgreSQL, with user and password where it needs them
   * @throws IllegalArgumentException if the URL is none of PostgreSQL
   */
  PatientDatabase(String url) {
    if (!url.startsWith("jdbc:postgresql:") || !new org.postgresql.Driver().acceptsURL(url)) {
      throw new IllegalArgumentException(
          "database-url takes jdbc:postgresql://HOST:PORT/DATABASE?user=USER");
    }
    this.connections =
        new SimpleJdbcConnectionProvider(
            new JdbcConnectionOptions.JdbcConnectionOptionsBuilder()
                .withUrl(url)
                // by name, for DriverManager does not see drivers of a job's own class path
                .withDriverName(org.postgresql.Driver.class.getName())
                .withProperty("reWriteBatchedInserts", "true")
                .withProperty("connectTimeout", "5")
                .withProperty("loginTimeout", "10")
                // a server that hangs is as good as down; the task must answer a cancellation, too
                .withProperty("socketTimeout", "30")
                .withProperty("tcpKeepAlive", "true")
                .withProperty("ApplicationName", "gaia-writer")
                .build());
  }

  /**
   * Returns when every record is committed, or refused by PostgreSQL for good.
   *
   * @return the refused ones
   * @throws InterruptedException when the task is cancelled; what was not committed is not written
   */
  List<Refused> write(List<RecordRows> records) throws InterruptedException {
    List<Refused> refused = new ArrayList<>();
    Deque<List<RecordRows>> parts = new ArrayDeque<>();
    if (!records.isEmpty()) {
      parts.push(records);
    }
    while (!parts.isEmpty()) {
      List<RecordRows> part = parts.peek();
      try {
        commit(part);
        parts.pop();
        wentWell();
      } catch (SQLException e) {
        SqlFailure failure = SqlFailure.of(e);
        if (failure == SqlFailure.ROW_REFUSED) {
          parts.pop();
          rollBack();
          if (part.size() == 1) {
            refused.add(new Refused(part.get(0).origin(), "the database refused it: " + words(e)));
          } else {
            parts.push(part.subList(part.size() / 2, part.size()));
            parts.push(part.subList(0, part.size() / 2));
          }
        } else {
          close();
          waitALittle(failure, e);
        }
      }
    }
    return refused;
  }

  /** How long PostgreSQL has not taken rows; zero when all is well. */
  Duration waiting() {
    return waitingSinceNanos
        .map(since -> Duration.ofNanos(System.nanoTime() - since))
        .orElse(Duration.ZERO);
  }

  private void commit(List<RecordRows> records) throws SQLException {
    Connection open = connection();
    Batch.of(records).execute(open);
    open.commit();
  }

  private Connection connection() throws SQLException {
    try {
      Connection open = connections.getOrEstablishConnection();
      open.setAutoCommit(false);
      return open;
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the job's jar lacks PostgreSQL's driver", e);
    }
  }

  private void rollBack() {
    try {
      connection().rollback();
    } catch (SQLException e) {
      close(); // the next attempt opens a new one
    }
  }

  private void waitALittle(SqlFailure failure, SQLException e) throws InterruptedException {
    long now = System.nanoTime();
    if (waitingSinceNanos.isEmpty()) {
      waitingSinceNanos = Optional.of(now);
      nextWordNanos = now;
    }
    if (now - nextWordNanos >= 0) {
      nextWordNanos = now + BETWEEN_WORDS.toNanos();
      LOG.warn(
          "{}: {} (SQLSTATE {}); waiting since {} s, nothing is lost",
          failure == SqlFailure.NOT_MIGRATED
              ? "the database has not what the writer needs (the coordinator migrates it)"
              : "PostgreSQL does not take rows now",
          words(e),
          e.getSQLState(),
          waiting().toSeconds());
    }
    TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private void wentWell() {
    if (waitingSinceNanos.isPresent()) {
      LOG.info("PostgreSQL takes rows again, after {} s", waiting().toSeconds());
      waitingSinceNanos = Optional.empty();
      pause = FIRST_PAUSE;
    }
  }

  private static String words(SQLException e) {
    SQLException last = e;
    while (last.getNextException() != null) {
      last = last.getNextException();
    }
    // the first line tells what is wrong; the rest may quote the row
    return String.valueOf(last.getMessage()).lines().findFirst().orElse("no message");
  }

  @Override
  public void close() {
    connections.closeConnection();
  }
}
