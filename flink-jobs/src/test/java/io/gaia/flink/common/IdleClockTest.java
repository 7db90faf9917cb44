package io.gaia.flink.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Wall clock and event time are far apart, as in a replay. */
class IdleClockTest {

  private static final long BEHIND = 5_000;

  private final OneInputStreamOperatorTestHarness<Long, String> clock =
      new OneInputStreamOperatorTestHarness<>(new IdleClock<>(BEHIND));

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
    clock.processElement(1_000_000L, 0);
    passTo(61_000);
    assertThat(newest()).isEqualTo(1_000_000 + 60_000 - BEHIND - 1);
  }

  @Test
  void timeNeverGoesBack() throws Exception {
    clock.processElement(1_000_000L, 0);
    passTo(61_000);
    clock.processElement(1_010_000L, 0);
    clock.processElement(1_009_000L, 0);
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
