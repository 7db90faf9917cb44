package io.gaia.flink.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Wall clock and event time are far apart, as in a replay. */
class IdleClockTest {

  private static final long BEHIND = 5_000;

  private final OneInputStreamOperatorTestHarness<IdleClock.Sample, String> clock =
      new OneInputStreamOperatorTestHarness<>(
          new IdleClock<>(Duration.ofMillis(BEHIND), Duration.ofSeconds(5)));

  IdleClockTest() throws Exception {}

  @BeforeEach
  void open() throws Exception {
    clock.setProcessingTime(1_000);
    clock.open();
  }

  @AfterEach
  void close() throws Exception {
    clock.close();
  }

  @Test
  void timeStandsStillUntilTheFirstEvent() throws Exception {
    passTo(60_000);
    assertThat(watermarks()).isEmpty();
  }

  @Test
  void inSilenceTimeGoesOnAtTheWallClocksPace() throws Exception {
    sample(1_000_000L, false);
    passTo(61_000);
    assertThat(newest()).isEqualTo(1_000_000 + 60_000 - BEHIND - 1);
  }

  @Test
  void whileTheSourcesCatchUpTimeStandsStill() throws Exception {
    for (int i = 0; i < 100; i++) {
      passTo(1_000 + 100L * i);
      sample(1_000_000L + 6_000L * i, true);
    }
    assertThat(watermarks()).isEmpty();
    passTo(71_000);
    assertThat(newest()).isEqualTo(1_594_000 + 60_100 - BEHIND - 1);
  }

  @Test
  void timeNeverGoesBack() throws Exception {
    sample(1_000_000L, false);
    passTo(61_000);
    sample(1_010_000L, false);
    sample(1_009_000L, false);
    assertThat(watermarks()).isSorted();
    passTo(121_000);
    assertThat(newest()).isEqualTo(1_010_000 + 60_000 - BEHIND - 1);
  }

  @Test
  void onlyTheEndOfTheSourcesPasses() throws Exception {
    clock.processWatermark(new Watermark(5));
    assertThat(watermarks()).isEmpty();
    clock.processWatermark(Watermark.MAX_WATERMARK);
    assertThat(newest()).isEqualTo(Long.MAX_VALUE);
  }

  private void sample(long at, boolean readLate) throws Exception {
    clock.processElement(new IdleClock.Sample(at, readLate), 0);
  }

  private void passTo(long time) throws Exception {
    while (clock.getProcessingTime() < time) {
      clock.setProcessingTime(Math.min(time, clock.getProcessingTime() + 100));
    }
  }

  private long newest() {
    List<Long> watermarks = watermarks();
    return watermarks.get(watermarks.size() - 1);
  }

  private List<Long> watermarks() {
    return clock.getOutput().stream()
        .filter(Watermark.class::isInstance)
        .map(watermark -> ((Watermark) watermark).getTimestamp())
        .toList();
  }
}
