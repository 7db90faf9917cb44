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

  private final OneInputStreamOperatorTestHarness<ClockSample, String> clock =
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
    live(1_000_000L);
    silent(0, Timed.UNKNOWN);
    silent(1, 1_000_000L);
    passTo(61_000);
    assertThat(newest()).isEqualTo(1_000_000 + 60_000 - BEHIND - 1);
  }

  @Test
  void whileOneIsNotSilentTimeIsAsFarAsItsWatermark() throws Exception {
    live(1_000_000L);
    passTo(3_000);
    assertThat(watermarks()).as("nobody knows how far the other is").isEmpty();
    silent(0, 2_000_000L);
    passTo(61_000);
    assertThat(newest()).isEqualTo(1_000_000 - BEHIND - 1);
    live(1_010_000L);
    assertThat(newest()).isEqualTo(1_010_000 - BEHIND - 1);
  }

  @Test
  void whoSpeaksAgainAfterASilenceIsNotOutrun() throws Exception {
    silent(0, 1_000_000L);
    silent(1, 1_000_000L);
    passTo(61_000);
    // a first event is far ahead, and the source has not said yet that it is not idle any more
    clock.processElement(
        new ClockSample(1, 2, 2_000_000L, 1_000_000 - BEHIND - 1, false, false), 0);
    passTo(61_400);
    assertThat(newest()).isEqualTo(1_000_000 + 60_400 - BEHIND - 1);
    // another partition of it is less far
    clock.processElement(new ClockSample(1, 2, 2_000_000L, 1_001_000L, true, false), 0);
    passTo(70_000);
    assertThat(newest()).isEqualTo(1_000_000 + 60_400 - BEHIND - 1);
    live(1_100_000L);
    assertThat(newest()).isEqualTo(1_100_000 - BEHIND - 1);
  }

  @Test
  void whatDoesNotMoveASilentSourceDoesNotStopTime() throws Exception {
    silent(0, Timed.UNKNOWN);
    silent(1, 1_000_000L);
    for (int second = 1; second <= 60; second++) {
      // rejected, or by a slow clock
      silent(1, 1_000_000L);
      passTo(1_000 + 1_000L * second);
    }
    assertThat(newest()).isEqualTo(1_000_000 + 60_000 - BEHIND - 1);
    // and when a source does not say that it is not idle, though it is further
    silent(1, 1_200_000L);
    passTo(62_000);
    assertThat(newest()).isEqualTo(1_200_000 + 1_000 - BEHIND - 1);
  }

  @Test
  void aReaderThatStaysFarBehindHoldsTimeBackForAWhileAndNoLonger() throws Exception {
    for (int second = 0; second < 60; second++) {
      passTo(1_000 + 1_000L * second);
      live(1_000_000L + 1_000L * second);
      clock.processElement(
          new ClockSample(0, 2, 500_000L + second, 500_000L - BEHIND - 1 + second, true, false), 0);
      if (second < 29) {
        assertThat(newest()).isLessThan(501_000);
      }
    }
    assertThat(newest()).isEqualTo(1_059_000 - BEHIND - 1);
  }

  @Test
  void whileReadersCatchUpTimeGoesAsFarAsTheOneThatIsLeastFar() throws Exception {
    for (int i = 0; i < 100; i++) {
      passTo(1_000 + 100L * i);
      catchesUp(0, 2_000_000L + 6_000L * i);
      catchesUp(1, 1_000_000L + 6_000L * i);
    }
    assertThat(newest()).isEqualTo(1_594_000);
    assertThat(watermarks()).isSorted();
  }

  @Test
  void whenAllHaveCaughtUpTimeGoesOnFromTheNewest() throws Exception {
    catchesUp(0, 2_000_000L);
    catchesUp(1, 1_000_000L);
    passTo(5_900);
    assertThat(newest()).isEqualTo(1_000_000);
    silent(0, 2_000_000L + BEHIND + 1);
    silent(1, 1_000_000L + BEHIND + 1);
    passTo(61_000);
    assertThat(newest()).isEqualTo(2_000_000 + 60_000);
  }

  @Test
  void whoIsSilentWhileAnotherCatchesUpIsWaitedForButNotForEver() throws Exception {
    silent(0, 1_000_000L);
    live(1_000_000L);
    long before = newest();
    for (int second = 0; second < 29; second++) {
      passTo(1_000 + 1_000L * second);
      catchesUp(0, 2_000_000L + 6_000L * second);
    }
    assertThat(newest()).isEqualTo(before);
    passTo(31_200);
    catchesUp(0, 3_000_000L);
    assertThat(newest()).isEqualTo(3_000_000);
    catchesUp(1, 1_100_000L);
    catchesUp(0, 4_000_000L);
    assertThat(newest()).as("who comes back holds time back again").isEqualTo(3_000_000);
  }

  @Test
  void timeNeverGoesBack() throws Exception {
    silent(0, Timed.UNKNOWN);
    silent(1, 1_000_000L);
    passTo(61_000);
    live(1_010_000L);
    live(1_009_000L);
    assertThat(watermarks()).isSorted();
    silent(1, 1_010_000L);
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

  private void live(long at) throws Exception {
    clock.processElement(new ClockSample(1, 2, at, at - BEHIND - 1, true, false), 0);
  }

  private void silent(int reader, long newest) throws Exception {
    long settled = newest == Timed.UNKNOWN ? Long.MIN_VALUE : newest - BEHIND - 1;
    clock.processElement(new ClockSample(reader, 2, newest, settled, false, false), 0);
  }

  private void catchesUp(int reader, long settled) throws Exception {
    clock.processElement(new ClockSample(reader, 2, settled + BEHIND + 1, settled, true, true), 0);
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
