package io.gaia.flink.common;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What every job of Gaia asks of Flink. The state back end is the cluster's choice. */
public final class JobEnvironment {

  /**
   * A record waits at most this long for its network buffer to fill. With 2 ms the threads that
   * look for such records took a fifteenth of a busy job's processor time.
   */
  public static final Duration BUFFER_TIMEOUT = Duration.ofMillis(5);

  /**
   * The buffer timeout of a stream with few records: each is sent on as it comes. With any other, a
   * thread of every such edge wakes up again and again to look for one; thirty of them, each 500
   * times a second, took a third of a core in an idle school.
   */
  public static final long AT_ONCE = 0;

  /** Watermarks move this often; it bounds how late a silent student is noticed, nothing else. */
  public static final Duration WATERMARK_INTERVAL = Duration.ofMillis(100);

  private JobEnvironment() {}

  public static StreamExecutionEnvironment of(JobArguments arguments) {
    int checkpointSeconds = arguments.number(JobArguments.CHECKPOINT_SECONDS, 1);
    int parallelism = arguments.number(JobArguments.PARALLELISM, 0);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(
            settings(Duration.ofSeconds(checkpointSeconds)));
    if (parallelism > 0) {
      environment.setParallelism(parallelism);
    }
    return environment;
  }

  /** For a test's environment, too. */
  public static Configuration settings(Duration checkpointInterval) {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    // state is found again by uid, so an operator without one stops the job before it runs
    settings.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    settings.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, WATERMARK_INTERVAL);
    settings.set(PipelineOptions.OBJECT_REUSE, true);
    settings.set(ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT);
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
    settings.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    settings.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofMinutes(2));
    settings.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 100);
    settings.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    settings.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    // the first attempts after a lost TaskManager find no slot yet, so there must be many
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(1));
    return settings;
  }
}
