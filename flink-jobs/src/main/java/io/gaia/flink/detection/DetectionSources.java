package io.gaia.flink.detection;

import io.gaia.flink.common.RawRecord;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Where the pipeline reads. The streams of roster, rules, classrooms and interventions give no
 * watermark until they were read to their end, and then the last one; see {@link
 * io.gaia.flink.common.CaughtUpGate}.
 */
public interface DetectionSources {

  /** Metrics and ratings, with event times and watermarks. */
  DataStream<CheckedEvent> events(StreamExecutionEnvironment environment);

  /** Keyed by student id; an empty value erases the student. */
  DataStream<RawRecord> roster(StreamExecutionEnvironment environment);

  /** Keyed by the hash of an erased student. */
  DataStream<RawRecord> erasures(StreamExecutionEnvironment environment);

  /** Keyed by scope; an empty value takes the rule back. */
  DataStream<RawRecord> rules(StreamExecutionEnvironment environment);

  /** Keyed by classroom id; an empty value forgets the classroom. */
  DataStream<RawRecord> classrooms(StreamExecutionEnvironment environment);

  DataStream<RawRecord> interventions(StreamExecutionEnvironment environment);

  /** Whether event time goes on by itself while no event comes. */
  boolean areLive();
}
