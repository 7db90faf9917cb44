package io.gaia.bench.detection.flink;

import io.gaia.flink.common.RawRecord;
import io.gaia.flink.detection.CheckedEvent;
import io.gaia.flink.detection.DetectionSources;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The same sources, whose events are counted where they are read. */
record CountedSources(DetectionSources sources) implements DetectionSources {

  @Override
  public DataStream<CheckedEvent> events(StreamExecutionEnvironment environment) {
    DataStream<CheckedEvent> events = sources.events(environment);
    return events.map(new Counted<>()).returns(events.getType()).uid("counted").name("counted");
  }

  @Override
  public DataStream<RawRecord> roster(StreamExecutionEnvironment environment) {
    return sources.roster(environment);
  }

  @Override
  public DataStream<RawRecord> erasures(StreamExecutionEnvironment environment) {
    return sources.erasures(environment);
  }

  @Override
  public DataStream<RawRecord> rules(StreamExecutionEnvironment environment) {
    return sources.rules(environment);
  }

  @Override
  public DataStream<RawRecord> classrooms(StreamExecutionEnvironment environment) {
    return sources.classrooms(environment);
  }

  @Override
  public DataStream<RawRecord> interventions(StreamExecutionEnvironment environment) {
    return sources.interventions(environment);
  }

  @Override
  public boolean areLive() {
    return sources.areLive();
  }
}
