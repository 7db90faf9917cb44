package io.gaia.flink;

import io.gaia.flink.common.JobArguments;
import io.gaia.flink.common.JobEnvironment;
import io.gaia.flink.common.KafkaEnds;
import io.gaia.flink.common.TopicsAwaited;
import io.gaia.flink.snapshot.SnapshotPipeline;
import io.gaia.schemas.topic.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Tells every minute of every class in every app: who is there, who struggles, how it goes. */
public final class ClassroomSnapshotJob {

  private static final List<JobArguments.Option> OPTIONS =
      List.of(JobArguments.KAFKA, JobArguments.CHECKPOINT_SECONDS, JobArguments.PARALLELISM);

  private static final Duration TOPICS_PATIENCE = Duration.ofMinutes(2);

  private ClassroomSnapshotJob() {}

  public static void main(String[] args) throws Exception {
    Optional<JobArguments> parsed =
        JobArguments.parse(ClassroomSnapshotJob.class.getSimpleName(), OPTIONS, args);
    if (parsed.isEmpty()) {
      return;
    }
    JobArguments arguments = parsed.get();
    String kafka = arguments.get(JobArguments.KAFKA);
    TopicsAwaited.await(
        kafka,
        List.of(
            Topic.USABILITY_METRICS,
            Topic.SATISFACTION_RATINGS,
            Topic.STUDENT_FRUSTRATION,
            Topic.ROSTER,
            Topic.CLASSROOMS,
            Topic.ERASURES,
            Topic.CLASSROOM_SNAPSHOTS),
        TOPICS_PATIENCE,
        InstantSource.system());
    StreamExecutionEnvironment environment = JobEnvironment.of(arguments);
    SnapshotPipeline.connect(environment, new KafkaEnds(kafka, "gaia-classroom-snapshots"));
    environment.execute("Gaia: classroom snapshots");
  }
}
