package io.gaia.flink;

import io.gaia.flink.common.JobArguments;
import io.gaia.flink.common.JobEnvironment;
import io.gaia.flink.common.KafkaEnds;
import io.gaia.flink.common.TopicsAwaited;
import io.gaia.flink.detection.DetectionPipeline;
import io.gaia.flink.detection.KafkaDetectionSources;
import io.gaia.schemas.topic.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Finds students who may be stuck, within a moment of what they did. */
public final class FrustrationDetectionJob {
  private static final String GROUP = "gaia-detection";
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final List<Topic> TOPICS =
      List.of(
          Topic.USABILITY_METRICS,
          Topic.SATISFACTION_RATINGS,
          Topic.ROSTER,
          Topic.ERASURES,
          Topic.DETECTION_RULES,
          Topic.CLASSROOMS,
          Topic.INTERVENTIONS,
          Topic.STUDENT_FRUSTRATION,
          Topic.FRUSTRATION_EVENTS,
          Topic.TEACHER_ALERTS,
          Topic.REJECTED_EVENTS);

  private FrustrationDetectionJob() {}

  public static void main(String[] args) throws Exception {
    Optional<JobArguments> parsed =
        JobArguments.parse(
            "FrustrationDetectionJob",
            List.of(JobArguments.KAFKA, JobArguments.CHECKPOINT_SECONDS, JobArguments.PARALLELISM),
            args);
    if (parsed.isEmpty()) {
      return;
    }
    JobArguments arguments = parsed.get();
    KafkaEnds kafka = new KafkaEnds(arguments.get(JobArguments.KAFKA), GROUP);
    StreamExecutionEnvironment environment = JobEnvironment.of(arguments);
    new DetectionPipeline(new KafkaDetectionSources(kafka), kafka::sink).build(environment);
    TopicsAwaited.await(kafka.bootstrapServers(), TOPICS, PATIENCE, InstantSource.system());
    environment.execute("Gaia: frustration detection");
  }
}
