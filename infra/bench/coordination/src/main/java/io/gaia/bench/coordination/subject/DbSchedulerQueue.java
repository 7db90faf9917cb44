package io.gaia.bench.coordination.subject;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * db-scheduler with its fastest strategy for PostgreSQL, lock-and-fetch, and its priorities off. A
 * finished task's row is deleted.
 */
final class DbSchedulerQueue implements PushQueue {
  /** Fetches when less than half of the workers have work, up to four tasks for each. */
  private static final double LOWER_FRACTION = 0.5;

  private static final double UPPER_FRACTION = 4.0;
  private static final Duration POLLING = Duration.ofMillis(50);

  private final HikariDataSource database;
  private Scheduler scheduler;
  private OneTimeTask<String> task;

  DbSchedulerQueue(String url) {
    database = PostgresPool.of(url);
  }

  @Override
  public void start(int workers, Runnable onTask) throws SQLException {
    makeTable();
    task = Tasks.oneTime("bench", String.class).execute((instance, context) -> onTask.run());
    scheduler =
        Scheduler.create(database, task)
            .threads(workers)
            .pollUsingLockAndFetch(LOWER_FRACTION, UPPER_FRACTION)
            .pollingInterval(POLLING)
            .build();
    scheduler.start();
  }

  private void makeTable() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists scheduled_tasks");
      statement.execute(
          """
          create table scheduled_tasks (
            task_name text not null,
            task_instance text not null,
            task_data bytea,
            execution_time timestamptz not null,
            picked boolean not null,
            picked_by text,
            last_success timestamptz,
            last_failure timestamptz,
            consecutive_failures int,
            last_heartbeat timestamptz,
            version bigint not null,
            priority smallint,
            primary key (task_name, task_instance))\
          """);
      statement.execute("create index on scheduled_tasks (execution_time)");
      statement.execute("create index on scheduled_tasks (last_heartbeat)");
    }
  }

  @Override
  public void enqueue(List<String> payloads) {
    Instant now = Instant.now();
    if (payloads.size() == 1) {
      scheduler.schedule(instance(payloads.get(0)), now);
      return;
    }
    List<TaskInstance<?>> instances = new ArrayList<>();
    payloads.forEach(payload -> instances.add(instance(payload)));
    scheduler.scheduleBatch(instances, now);
  }

  private TaskInstance<String> instance(String payload) {
    return task.instance(UUID.randomUUID().toString(), payload);
  }

  @Override
  public void close() {
    scheduler.stop();
    database.close();
  }
}
