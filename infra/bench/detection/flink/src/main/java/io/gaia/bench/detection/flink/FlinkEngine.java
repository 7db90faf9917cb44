package io.gaia.bench.detection.flink;

import io.gaia.bench.engine.EngineRequest;
import io.gaia.bench.engine.EngineResult;
import io.gaia.bench.engine.Folder;
import io.gaia.bench.engine.Stretch;
import io.gaia.flink.common.JobEnvironment;
import io.gaia.flink.common.KafkaEnds;
import io.gaia.flink.detection.DetectionPipeline;
import io.gaia.flink.detection.KafkaDetectionSources;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runs one job on a cluster in this process, with the settings of the shipped job, and tells how
 * fast it took its events and what a savepoint of it holds.
 */
public final class FlinkEngine {
  /** The job's own default. */
  private static final Duration CHECKPOINTS = Duration.ofSeconds(10);

  private static final long SAVEPOINT_MINUTES = 5;

  private FlinkEngine() {}

  /** What {@link EngineRequest#job} may be, in lower case. */
  private enum Job {
    NOWHERE("hashmap"),
    RECORD_COUNTER_HEAP("hashmap"),
    COUNTER_HEAP("hashmap"),
    COUNTER_ROCKSDB("rocksdb"),
    DETECTION_HEAP("hashmap"),
    DETECTION_ROCKSDB("rocksdb");

    private final String backend;

    Job(String backend) {
      this.backend = backend;
    }

    boolean hasState() {
      return this != NOWHERE;
    }
  }

  public static void main(String[] args) throws Exception {
    // the result goes to the output, and nothing else may
    PrintStream results = System.out;
    System.setOut(System.err);
    EngineRequest request = EngineRequest.read(args);
    Job job = Job.valueOf(request.job().toUpperCase(Locale.ROOT).replace('-', '_'));
    Path directory = Path.of(request.directory());
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(
            request.parallelism(), settings(job, directory));
    build(job, environment, new KafkaEnds(request.kafka(), "bench-" + request.job()));
    JobClient client = environment.executeAsync(request.job());
    EngineResult result = new Stretch(request, Counted.TAKEN).measure();
    result.withState(job.hasState() ? savepointBytes(client, directory) : 0).print(results);
    // the cluster in this process would take its time to end in order
    Runtime.getRuntime().halt(0);
  }

  private static Configuration settings(Job job, Path directory) throws IOException {
    Configuration settings = JobEnvironment.settings(CHECKPOINTS);
    Path checkpoints = Files.createDirectories(directory.resolve("checkpoints"));
    settings.set(StateBackendOptions.STATE_BACKEND, job.backend);
    settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(1024));
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(128));
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
    return settings;
  }

  private static void build(Job job, StreamExecutionEnvironment environment, KafkaEnds kafka) {
    switch (job) {
      case NOWHERE -> LesserJobs.nowhere(environment, kafka);
      case RECORD_COUNTER_HEAP -> LesserJobs.recordCounter(environment, kafka);
      case COUNTER_HEAP, COUNTER_ROCKSDB ->
          LesserJobs.counter(environment, new KafkaDetectionSources(kafka));
      case DETECTION_HEAP, DETECTION_ROCKSDB ->
          new DetectionPipeline(new CountedSources(new KafkaDetectionSources(kafka)), kafka::sink)
              .build(environment);
    }
  }

  private static long savepointBytes(JobClient client, Path directory) throws Exception {
    Path savepoints = Files.createDirectories(directory.resolve("savepoints"));
    client
        .triggerSavepoint(savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
        .get(SAVEPOINT_MINUTES, TimeUnit.MINUTES);
    return Folder.bytes(savepoints);
  }
}
