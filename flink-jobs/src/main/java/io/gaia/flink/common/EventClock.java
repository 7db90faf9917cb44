package io.gaia.flink.common;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Event time of live sources. Each partition has its own watermark, a bit behind its newest event;
 * a partition that is silent for a while holds nobody back ({@link PartitionClock}). When all are
 * silent, {@link #following} makes time go on at the wall clock's pace.
 */
public final class EventClock {

  /** How much out of order events of one partition may come without being behind the watermark. */
  public static final Duration OUT_OF_ORDER = Duration.ofSeconds(5);

  /**
   * A partition that is silent for this long is left out of the watermark; a record that is read so
   * long after it was received tells that the reader catches up.
   */
  public static final Duration SILENCE = Duration.ofSeconds(5);

  private EventClock() {}

  public static <T extends Timed> WatermarkStrategy<T> strategy() {
    return WatermarkStrategy.forGenerator(new PartitionClock.OfReader<T>())
        .withTimestampAssigner(
            (event, received) -> event.at() == Timed.UNKNOWN ? event.receivedAt() : event.at());
  }

  /** For a table, such as the roster: its records have no time, and it holds nobody back. */
  public static <T> WatermarkStrategy<T> timeless() {
    return WatermarkStrategy.forGenerator(context -> new AlwaysIdle<>());
  }

  /**
   * A stream without any record whose watermark goes on while {@code events} are silent; union it
   * with them where time must not stand still. While some of them are not silent it is as far as
   * the one that is least far.
   *
   * @param uid of its operators, with a suffix each
   */
  public static <T extends Timed, O> DataStream<O> following(
      DataStream<T> events, TypeInformation<O> type, String uid) {
    SingleOutputStreamOperator<ClockSample> samples =
        events
            .transform(
                "how far event time is",
                TypeInformation.of(ClockSample.class),
                new ClockSampler<T>())
            .uid(uid + "-samples");
    return samples
        .transform("event time goes on in silence", type, new IdleClock<O>(OUT_OF_ORDER, SILENCE))
        .setParallelism(1)
        .setMaxParallelism(1)
        .setBufferTimeout(JobEnvironment.AT_ONCE)
        .uid(uid + "-clock");
  }

  private static final class AlwaysIdle<T> implements WatermarkGenerator<T> {
    @Override
    public void onEvent(T record, long timestamp, WatermarkOutput output) {
      output.markIdle();
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.markIdle();
    }
  }

  /** Whether who read it then is behind with reading. */
  static boolean isReadLate(Timed event, long wallClockMillis) {
    return wallClockMillis - event.receivedAt() > SILENCE.toMillis();
  }
}
