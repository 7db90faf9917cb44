package io.gaia.bench.coordination.subject;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;

/**
 * JobRunr (its free edition: no priorities, no batches) with the shortest polling it takes; it also
 * fetches when its workers run out of work. A job is kept as JSON with its history.
 */
final class JobRunrQueue implements PushQueue {
  private static final Duration SHORTEST_POLLING = Duration.ofSeconds(5);

  /** JobRunr makes the handlers itself; this is how they reach the measurement. */
  private static final AtomicReference<Runnable> ON_TASK = new AtomicReference<>(() -> {});

  private final HikariDataSource database;
  private JobRequestScheduler scheduler;

  JobRunrQueue(String url) {
    database = PostgresPool.of(url);
  }

  /** The work, as JobRunr stores it. */
  public record Work(String payload) implements JobRequest {
    @Override
    public Class<WorkHandler> getJobRequestHandler() {
      return WorkHandler.class;
    }
  }

  /** Called by JobRunr's workers. */
  public static final class WorkHandler implements JobRequestHandler<Work> {
    @Override
    public void run(Work work) {
      ON_TASK.get().run();
    }
  }

  @Override
  public void start(int workers, Runnable onTask) throws SQLException {
    ON_TASK.set(onTask);
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("drop schema public cascade");
      statement.execute("create schema public");
    }
    scheduler =
        JobRunr.configure()
            .useStorageProvider(SqlStorageProviderFactory.using(database))
            .useBackgroundJobServer(
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                    .andWorkerCount(workers)
                    .andPollInterval(SHORTEST_POLLING))
            .initialize()
            .getJobRequestScheduler();
  }

  @Override
  public void enqueue(List<String> payloads) {
    if (payloads.size() == 1) {
      scheduler.enqueue(new Work(payloads.get(0)));
    } else {
      scheduler.enqueue(payloads.stream().map(Work::new));
    }
  }

  @Override
  public void close() {
    JobRunr.destroy();
    database.close();
  }
}
