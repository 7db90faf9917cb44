package io.gaia.flink.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

/** Two readers on a cluster, each with a partition, and what comes after them in a job. */
class EventClockTest {

  /** Each reader: one event, a silence, and then one after the other. */
  private static final int EVENTS_EACH = 30;

  private static final long PAUSE_MILLIS = EventClock.SILENCE.toMillis() + 1_500;
  private static final long APART_MILLIS = 100;

  /** The first reader's events are a quarter of an hour later from here on. */
  private static final int FIRST_IS_AHEAD_FROM = 15;

  private static final long FAR_AHEAD_MILLIS = 15 * 60_000;

  /** In the silence time went on by the wall clock, for the one that was ahead. */
  private static final long BEHIND_MILLIS = 60_000;

  /** So much later than those of the second are all events of the first. */
  private static final long AHEAD_MILLIS = 20_000;

  /** Received as it is read, of a lesson long ago. */
  record Event(int reader, long at, long receivedAt) implements Timed, Serializable {

    static Event of(long index, long beginning) {
      int reader = (int) (index / EVENTS_EACH);
      int step = (int) (index % EVENTS_EACH);
      long at = beginning + 1_000L * step;
      if (reader == 0) {
        at += AHEAD_MILLIS + (step >= FIRST_IS_AHEAD_FROM ? FAR_AHEAD_MILLIS : 0);
      }
      return new Event(reader, at, System.currentTimeMillis());
    }
  }

  /**
   * Who was silent counts again as soon as they speak: what is ahead in another partition does not
   * make their events late.
   */
  @Test
  void afterASilenceTimeIsHeldBackByWhoIsLeastFar() throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2);
    long beginning = System.currentTimeMillis() - 3_600_000;
    DataStream<Event> events =
        environment.fromSource(
            new DataGeneratorSource<>(
                index -> Event.of(index, beginning),
                2 * EVENTS_EACH,
                new Pace(),
                TypeInformation.of(Event.class)),
            EventClock.strategy(),
            "events");
    DataStream<Event> silence =
        EventClock.following(events, TypeInformation.of(Event.class), "silence");
    try (CloseableIterator<Long> behind =
        events
            .union(silence)
            .process(new BehindTheWatermark())
            .setParallelism(1)
            .executeAndCollect()) {
      List<Long> late = new ArrayList<>();
      behind.forEachRemaining(late::add);
      assertThat(late).hasSize(2 * EVENTS_EACH).allMatch(millis -> millis < BEHIND_MILLIS);
    }
  }

  private static final class Pace implements RateLimiterStrategy<NumberSequenceSplit> {
    private static final long serialVersionUID = 1;

    @Override
    public RateLimiter<NumberSequenceSplit> createRateLimiter(int parallelism) {
      AtomicInteger steps = new AtomicInteger();
      return wanted -> {
        long wait = steps.getAndIncrement() == 1 ? PAUSE_MILLIS : APART_MILLIS;
        Executor then = CompletableFuture.delayedExecutor(wait, TimeUnit.MILLISECONDS);
        return CompletableFuture.runAsync(() -> {}, then);
      };
    }
  }

  private static final class BehindTheWatermark extends ProcessFunction<Event, Long> {
    private static final long serialVersionUID = 1;

    @Override
    public void processElement(Event event, Context context, Collector<Long> out) {
      long watermark = context.timerService().currentWatermark();
      out.collect(watermark == Long.MIN_VALUE ? 0 : Math.max(0, watermark - event.at()));
    }
  }
}
