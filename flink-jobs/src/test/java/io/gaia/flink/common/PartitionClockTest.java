package io.gaia.flink.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkOutputMultiplexer;
import org.apache.flink.util.clock.ManualClock;
import org.junit.jupiter.api.Test;

/** Two partitions of one reader, as a source combines them. */
class PartitionClockTest {

  private static final long BEGINNING = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();

  private record Event(long at, long receivedAt) implements Timed {}

  private static final class Told implements WatermarkOutput {
    private final List<Long> watermarks = new ArrayList<>();
    private boolean idle;

    @Override
    public void emitWatermark(Watermark watermark) {
      idle = false;
      watermarks.add(watermark.getTimestamp());
    }

    @Override
    public void markIdle() {
      idle = true;
    }

    @Override
    public void markActive() {
      idle = false;
    }
  }

  private final ManualClock activity = new ManualClock();
  private final Told told = new Told();
  private final WatermarkOutputMultiplexer source = new WatermarkOutputMultiplexer(told);
  private final PartitionClock.OfReader<Event> reader = new PartitionClock.OfReader<>();
  private final Partition first = new Partition("0");
  private final Partition second = new Partition("1");
  private double now;

  private final class Partition {
    private final PartitionClock<Event> clock =
        reader.clock(activity, () -> Instant.ofEpochMilli(time(now)));
    private final WatermarkOutput output;

    Partition(String name) {
      source.registerNewOutput(name);
      output = source.getDeferredOutput(name);
    }

    /** An event that was received as it happened. */
    void hears(double second) {
      hears(second, second);
    }

    void hears(double second, double received) {
      clock.onEvent(new Event(time(second), time(received)), time(second), output);
    }
  }

  private static long time(double second) {
    return BEGINNING + Math.round(second * 1_000);
  }

  private void passTo(double second) {
    while (now < second) {
      now += 0.2;
      activity.advanceTime(Duration.ofMillis(200));
      first.clock.onPeriodicEmit(first.output);
      this.second.clock.onPeriodicEmit(this.second.output);
      source.onPeriodicEmit();
    }
  }

  /** Seconds from the beginning to the newest watermark. */
  private double watermark() {
    return told.watermarks.isEmpty()
        ? Double.NaN
        : (told.watermarks.get(told.watermarks.size() - 1) + 1 - BEGINNING) / 1_000.0;
  }

  @Test
  void timeIsThatOfThePartitionThatIsFurthestBehind() {
    first.hears(10);
    second.hears(7);
    passTo(1);
    assertThat(watermark()).isEqualTo(2);
  }

  @Test
  void aSilentPartitionHoldsNobodyBackAndComesBackWithItsNextEvent() {
    second.hears(0);
    for (int at = 0; at < 20; at++) {
      passTo(at);
      first.hears(at);
    }
    passTo(20);
    assertThat(watermark()).isEqualTo(14);
    passTo(40);
    assertThat(told.idle).isTrue();
    second.hears(40);
    passTo(41);
    assertThat(told.idle).isFalse();
    assertThat(watermark()).isEqualTo(35);
  }

  @Test
  void whileItsReaderCatchesUpAPartitionOfWhichNothingWasReadYetIsWaitedFor() {
    // as after an outage, in which everybody was silent
    passTo(600);
    assertThat(told.idle).isTrue();
    for (int at = 0; at < 600; at++) {
      first.hears(at);
      passTo(600 + at / 25.0);
    }
    assertThat(told.watermarks).isEmpty();
    second.hears(0);
    passTo(now + 1);
    assertThat(watermark()).isEqualTo(-5);
  }

  @Test
  void aPartitionWithoutAnyEventIsNotWaitedForForever() {
    passTo(600);
    for (int at = 0; at < 600; at++) {
      first.hears(at);
      passTo(600 + at / 4.0);
    }
    assertThat(watermark()).isGreaterThan(400);
  }

  @Test
  void oneSlowClockHoldsTheOthersBackForAWhileAndNoLonger() {
    for (int at = 600; at < 629; at++) {
      passTo(at);
      first.hears(at);
      second.hears(at - 600, at);
    }
    assertThat(watermark()).isLessThan(30);
    for (int at = 629; at < 660; at++) {
      passTo(at);
      first.hears(at);
      second.hears(at - 600, at);
    }
    passTo(660);
    assertThat(watermark()).isEqualTo(654);
    // somebody whose clock is right works there, too
    second.hears(640);
    passTo(661);
    first.hears(670);
    passTo(662);
    assertThat(watermark()).as("the newest of a partition counts").isEqualTo(654);
    second.hears(661);
    passTo(663);
    assertThat(watermark()).isEqualTo(656);
  }
}
