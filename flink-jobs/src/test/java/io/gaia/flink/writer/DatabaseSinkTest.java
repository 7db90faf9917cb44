package io.gaia.flink.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gaia.flink.common.RawRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sink in a real job whose database and TaskManager go away. */
class DatabaseSinkTest {

  private static final long EVENTS = 150_000;
  private static final long POISON_EVERY = 50_000;

  private static final Set<String> REFUSED = ConcurrentHashMap.newKeySet();

  @Test
  void noRowIsLostOrDoubledWhenPostgresStopsAndTheTaskManagerDiesMeanwhile(@TempDir Path directory)
      throws Exception {
    try (StoppablePostgres postgres = new StoppablePostgres(directory);
        MiniCluster cluster = new MiniCluster(oneTaskManager())) {
      postgres.migrate();
      cluster.start();
      JobID job = cluster.submitJob(job(postgres.url())).get().getJobID();
      CompletableFuture<JobResult> result = cluster.requestJobResult(job);
      Duration patience = Duration.ofSeconds(60);
      await().atMost(patience).until(() -> stored(postgres) > 0);

      postgres.stop();
      await()
          .during(Duration.ofSeconds(3))
          .atMost(patience)
          .until(() -> cluster.getJobStatus(job).get() == JobStatus.RUNNING && !result.isDone());
      cluster.terminateTaskManager(0).get(60, TimeUnit.SECONDS);
      cluster.startTaskManager();
      await()
          .atMost(patience)
          .until(() -> cluster.getExecutionGraph(job).get().getState() == JobStatus.RUNNING);
      postgres.start();

      assertThat(result.get(3, TimeUnit.MINUTES).getJobStatus().orElseThrow())
          .isEqualTo(JobStatus.FINISHED);
      assertThat(stored(postgres)).isEqualTo(EVENTS - EVENTS / POISON_EVERY);
      assertThat(REFUSED)
          .containsExactlyInAnyOrder(
              "usability-metrics-0@0", "usability-metrics-0@50000", "usability-metrics-0@100000");
    }
  }

  private static long stored(StoppablePostgres postgres) {
    return Long.parseLong(postgres.query("select count(*) from usability_metrics").get(0));
  }

  private static MiniClusterConfiguration oneTaskManager() {
    return new MiniClusterConfiguration.Builder()
        .setNumTaskManagers(1)
        .setNumSlotsPerTaskManager(2)
        .withRandomPorts()
        .build();
  }

  private static JobGraph job(String databaseUrl) {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(300));
    settings.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(settings);
    environment.setParallelism(2);
    environment
        .fromSource(
            new NumberSequenceSource(0, EVENTS - 1), WatermarkStrategy.noWatermarks(), "numbers")
        .map(DatabaseSinkTest::event)
        .returns(TypeInformation.of(RawRecord.class))
        .sinkTo(new DatabaseSink(databaseUrl, Collecting::new));
    return environment.getStreamGraph().getJobGraph();
  }

  private static RawRecord event(long number) {
    RawRecord metric =
        Records.metric(
            "e" + number, number % POISON_EVERY == 0 ? ",'metadata':{'poison':'\\u0000'}" : "");
    return new RawRecord(
        metric.topic(), 0, number, metric.timestamp(), metric.key(), metric.value());
  }

  private static final class Collecting implements Rejections {
    @Override
    public void report(Refused refused) {
      REFUSED.add(refused.origin().position());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
