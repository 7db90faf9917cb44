package io.gaia.flink;

import io.gaia.flink.common.JobArguments;
import io.gaia.flink.common.JobArguments.Option;
import io.gaia.flink.common.JobEnvironment;
import io.gaia.flink.common.KafkaEnds;
import io.gaia.flink.common.RawRecord;
import io.gaia.flink.common.TopicsAwaited;
import io.gaia.flink.writer.DatabaseSink;
import io.gaia.schemas.topic.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Stores what happens in class. The only job that knows the database: while it is down this job
 * waits, and the others go on.
 */
public final class TimescaleWriterJob {

  static final Option DATABASE_URL =
      Option.required(
          "database-url", "jdbc:postgresql://HOST:PORT/DATABASE?user=USER", "the database");

  private static final List<JobArguments.Option> OPTIONS =
      List.of(
          JobArguments.KAFKA,
          DATABASE_URL,
          JobArguments.CHECKPOINT_SECONDS,
          JobArguments.PARALLELISM);

  /** Many events, each for itself. */
  private static final List<Topic> STUDENT_EVENTS =
      List.of(Topic.USABILITY_METRICS, Topic.SATISFACTION_RATINGS);

  /** Few, and their rows look at each other's. */
  private static final List<Topic> CLASS_EVENTS =
      List.of(
          Topic.FRUSTRATION_EVENTS,
          Topic.TEACHER_ALERTS,
          Topic.CLASSROOM_SNAPSHOTS,
          Topic.INTERVENTIONS,
          Topic.CLASSROOMS,
          Topic.ROSTER);

  private static final Duration TOPICS_PATIENCE = Duration.ofMinutes(2);

  /** A checkpoint waits for the database; one that gives up only makes a restart read more. */
  private static final Duration CHECKPOINT_TIMEOUT = Duration.ofMinutes(10);

  private TimescaleWriterJob() {}

  public static void main(String[] args) throws Exception {
    Optional<JobArguments> parsed =
        JobArguments.parse(TimescaleWriterJob.class.getSimpleName(), OPTIONS, args);
    if (parsed.isEmpty()) {
      return;
    }
    JobArguments arguments = parsed.get();
    String kafka = arguments.get(JobArguments.KAFKA);
    List<Topic> topics = new ArrayList<>(STUDENT_EVENTS);
    topics.addAll(CLASS_EVENTS);
    topics.add(Topic.REJECTED_EVENTS);
    TopicsAwaited.await(kafka, topics, TOPICS_PATIENCE, InstantSource.system());
    StreamExecutionEnvironment environment = JobEnvironment.of(arguments);
    waitForTheDatabase(environment.getCheckpointConfig());
    build(environment, kafka, DatabaseSink.reportingTo(kafka, arguments.get(DATABASE_URL)));
    environment.execute("Gaia: Timescale writer");
  }

  private static void waitForTheDatabase(CheckpointConfig checkpoints) {
    checkpoints.setCheckpointingConsistencyMode(CheckpointingMode.AT_LEAST_ONCE);
    checkpoints.setCheckpointTimeout(CHECKPOINT_TIMEOUT.toMillis());
    checkpoints.setTolerableCheckpointFailureNumber(Integer.MAX_VALUE);
  }

  static void build(StreamExecutionEnvironment environment, String kafka, DatabaseSink sink) {
    KafkaEnds ends = new KafkaEnds(kafka, "gaia-timescale-writer");
    environment
        .fromSource(
            ends.resuming(new KafkaEnds.Undecoded(), STUDENT_EVENTS),
            WatermarkStrategy.<RawRecord>noWatermarks(),
            "metrics and ratings")
        .uid("student-events")
        .sinkTo(sink)
        .uid("student-events-database")
        .name("tables of metrics and ratings");
    environment
        .fromSource(
            ends.resuming(new KafkaEnds.Undecoded(), CLASS_EVENTS),
            WatermarkStrategy.<RawRecord>noWatermarks(),
            "episodes, alerts, snapshots, help, classes")
        .uid("class-events")
        .setParallelism(1)
        .sinkTo(sink)
        .uid("class-events-database")
        .name("tables of classes")
        .setParallelism(1);
  }
}
