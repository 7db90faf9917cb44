package io.gaia.flink.detection;

import io.gaia.flink.common.CaughtUpGate;
import io.gaia.flink.common.EndOffsets;
import io.gaia.flink.common.EventClock;
import io.gaia.flink.common.KafkaEnds;
import io.gaia.flink.common.RawRecord;
import io.gaia.schemas.topic.Topic;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Gaia's topics. */
public record KafkaDetectionSources(KafkaEnds kafka) implements DetectionSources {

  @Override
  public DataStream<CheckedEvent> events(StreamExecutionEnvironment environment) {
    return environment
        .fromSource(
            kafka.resuming(
                new EventCheck(), List.of(Topic.USABILITY_METRICS, Topic.SATISFACTION_RATINGS)),
            EventClock.strategy(),
            "checked metrics and ratings")
        .uid("events");
  }

  @Override
  public DataStream<RawRecord> roster(StreamExecutionEnvironment environment) {
    return table(environment, Topic.ROSTER, Topic.ROSTER.topicName());
  }

  @Override
  public DataStream<RawRecord> erasures(StreamExecutionEnvironment environment) {
    return table(environment, Topic.ERASURES, Topic.ERASURES.topicName());
  }

  @Override
  public DataStream<RawRecord> rules(StreamExecutionEnvironment environment) {
    return table(environment, Topic.DETECTION_RULES, Topic.DETECTION_RULES.topicName());
  }

  @Override
  public DataStream<RawRecord> classrooms(StreamExecutionEnvironment environment) {
    // the operator of the alert policy has the topic's name for an id, and state under it
    return table(environment, Topic.CLASSROOMS, "classrooms-topic");
  }

  @Override
  public DataStream<RawRecord> interventions(StreamExecutionEnvironment environment) {
    KafkaSource<RawRecord> source =
        kafka.resuming(new KafkaEnds.Undecoded(), List.of(Topic.INTERVENTIONS));
    // nobody waits for these
    return gated(environment, source, Topic.INTERVENTIONS.topicName(), Map::of);
  }

  @Override
  public boolean areLive() {
    return true;
  }

  private DataStream<RawRecord> table(
      StreamExecutionEnvironment environment, Topic topic, String uid) {
    KafkaSource<RawRecord> source = kafka.fromStart(new KafkaEnds.Undecoded(), List.of(topic));
    return gated(environment, source, uid, new EndOffsets.OfTopic(kafka.bootstrapServers(), topic));
  }

  private static DataStream<RawRecord> gated(
      StreamExecutionEnvironment environment,
      KafkaSource<RawRecord> source,
      String uid,
      EndOffsets endOffsets) {
    DataStream<RawRecord> records =
        environment
            .fromSource(source, WatermarkStrategy.noWatermarks(), uid)
            .setParallelism(1)
            .uid(uid);
    return CaughtUpGate.after(records, uid, endOffsets, uid + "-read-to-its-end");
  }
}
