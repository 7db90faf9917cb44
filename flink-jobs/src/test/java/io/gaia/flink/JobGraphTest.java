package io.gaia.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gaia.flink.common.KafkaEnds;
import io.gaia.flink.detection.DetectionPipeline;
import io.gaia.flink.detection.KafkaDetectionSources;
import io.gaia.flink.snapshot.SnapshotPipeline;
import io.gaia.flink.writer.DatabaseSink;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.junit.jupiter.api.Test;

/** What lets a job be restored by another build of it: uids everywhere, no generic types. */
class JobGraphTest {

  private static final String DATABASE = "jdbc:postgresql://localhost/gaia?user=gaia";

  @Test
  void everyOperatorOfTheWriterHasAUidAndAName() {
    check(
        environment ->
            TimescaleWriterJob.build(
                environment,
                "localhost:9092",
                DatabaseSink.reportingTo("localhost:9092", DATABASE)));
  }

  @Test
  void everyOperatorOfTheSnapshotsHasAUidAndAName() {
    check(
        environment ->
            SnapshotPipeline.connect(environment, new KafkaEnds("localhost:9092", "snapshots")));
  }

  @Test
  void everyOperatorOfTheDetectionHasAUidAndAName() {
    KafkaEnds kafka = new KafkaEnds("localhost:9092", "detection");
    DetectionPipeline pipeline =
        new DetectionPipeline(new KafkaDetectionSources(kafka), kafka::sink);
    check(pipeline::build);
  }

  @Test
  void aMissingArgumentIsNamed() {
    assertThatThrownBy(() -> TimescaleWriterJob.main(new String[] {"--kafka", "localhost:9092"}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--database-url");
  }

  private static void check(Consumer<StreamExecutionEnvironment> job) {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(settings);
    job.accept(environment);
    StreamGraph graph = environment.getStreamGraph();
    // fails by itself at an operator without uid
    assertThat(graph.getJobGraph().getVertices()).isNotEmpty();
    assertThat(graph.getStreamNodes())
        .allSatisfy(node -> assertThat(node.getOperatorName()).isNotBlank());
  }
}
