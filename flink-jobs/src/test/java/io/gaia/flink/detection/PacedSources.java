package io.gaia.flink.detection;

import io.gaia.flink.common.RawRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The recorded class as it comes over Kafka: event after event at a pace, then silence.
 *
 * @param run of this job; not used twice
 * @param speed how many seconds of the class pass in one
 */
record PacedSources(String run, ListSources recording, double speed) implements DetectionSources {
  /** Whether the last event has come. */
  boolean areRead() {
    return EndlessTopic.isRead(run);
  }

  @Override
  public DataStream<CheckedEvent> events(StreamExecutionEnvironment environment) {
    double passing = speed;
    long started = System.nanoTime();
    return ListSources.checked(
        new EndlessTopic(run, 0)
            .of(
                environment,
                recording.events(),
                (events, index) -> due(events, index, started, passing),
                "events"));
  }

  private static CompletableFuture<Void> due(
      List<RawRecord> events, int index, long started, double speed) {
    long at = events.get(index).timestamp() - events.get(0).timestamp();
    long due = started + (long) (TimeUnit.MILLISECONDS.toNanos(at) / speed);
    Executor then =
        CompletableFuture.delayedExecutor(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    return CompletableFuture.runAsync(() -> {}, then);
  }

  @Override
  public DataStream<RawRecord> roster(StreamExecutionEnvironment environment) {
    return recording.roster(environment);
  }

  @Override
  public DataStream<RawRecord> erasures(StreamExecutionEnvironment environment) {
    return recording.erasures(environment);
  }

  @Override
  public DataStream<RawRecord> rules(StreamExecutionEnvironment environment) {
    return recording.rules(environment);
  }

  @Override
  public DataStream<RawRecord> classrooms(StreamExecutionEnvironment environment) {
    return recording.classrooms(environment);
  }

  @Override
  public DataStream<RawRecord> interventions(StreamExecutionEnvironment environment) {
    return recording.interventions(environment);
  }

  @Override
  public boolean areLive() {
    return true;
  }
}
