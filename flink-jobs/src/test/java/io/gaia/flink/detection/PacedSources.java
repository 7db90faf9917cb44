package io.gaia.flink.detection;

import io.gaia.flink.common.RawRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The recorded class as it comes over Kafka: event after event at a pace, then silence.
 *
 * @param run of this job; not used twice
 * @param speed how many seconds of the class pass in one
 */
record PacedSources(String run, ListSources recording, double speed) implements DetectionSources {
  private static final Map<String, List<RawRecord>> EVENTS = new ConcurrentHashMap<>();
  private static final Set<String> AT_THEIR_END = ConcurrentHashMap.newKeySet();

  /** Whether the last event has come. */
  boolean areRead() {
    return AT_THEIR_END.contains(run);
  }

  @Override
  public DataStream<CheckedEvent> events(StreamExecutionEnvironment environment) {
    String name = run;
    EVENTS.put(name, recording.events());
    return ListSources.checked(
        environment
            .fromSource(
                new DataGeneratorSource<>(
                    index -> EVENTS.get(name).get(index.intValue()),
                    Long.MAX_VALUE,
                    new Pace(run, speed),
                    TypeInformation.of(RawRecord.class)),
                WatermarkStrategy.noWatermarks(),
                "events")
            .setParallelism(1)
            .uid("events"));
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

  /** Lets each event through when it is due. */
  private record Pace(String run, double speed)
      implements RateLimiterStrategy<NumberSequenceSplit> {

    @Override
    public RateLimiter<NumberSequenceSplit> createRateLimiter(int parallelism) {
      List<RawRecord> events = EVENTS.get(run);
      AtomicLong asked = new AtomicLong();
      long started = System.nanoTime();
      return records -> {
        long index = asked.getAndAdd(records);
        if (index >= events.size()) {
          AT_THEIR_END.add(run);
          return new CompletableFuture<>();
        }
        long at = events.get((int) index).timestamp() - events.get(0).timestamp();
        long due = started + (long) (TimeUnit.MILLISECONDS.toNanos(at) / speed);
        Executor later =
            CompletableFuture.delayedExecutor(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        return CompletableFuture.runAsync(() -> {}, later);
      };
    }
  }
}
