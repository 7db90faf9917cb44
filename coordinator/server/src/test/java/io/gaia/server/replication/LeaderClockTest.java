package io.gaia.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeaderClockTest {
  private static final long LED = 400_000;

  private long monotonicNanos;
  private long wallMillis = 1_000_000;
  private long movedMillis = 600_000;
  private final LeaderClock clock =
      new LeaderClock(
          LED, () -> movedMillis, () -> monotonicNanos, () -> Instant.ofEpochMilli(wallMillis));

  @Test
  void runsWithTheMonotonicClockFromTheTimeLedSoFar() {
    passes(5_000, 5_000);
    assertThat(clock.millis()).isEqualTo(1_005_000);
    assertThat(clock.behindMillis()).isZero();
  }

  @Test
  void aWallClockThatJumpsAheadHurriesNothing() {
    passes(10_000, 3_600_000);
    assertThat(clock.millis()).isEqualTo(1_010_000);
    assertThat(clock.behindMillis()).isEqualTo(3_590_000);
  }

  @Test
  void movesWithTheState() {
    passes(10_000, 3_600_000);
    movedMillis += 3_000;
    assertThat(clock.millis()).isEqualTo(1_013_000);
    assertThat(clock.behindMillis()).isEqualTo(3_587_000);
  }

  @Test
  void aWallClockThatJumpsBackIsFollowedByATenthAndTimeGoesOn() {
    passes(10_000, -3_600_000);
    assertThat(clock.millis()).isEqualTo(1_009_000);
  }

  @Test
  void doesNotFallBehindTheWallClock() {
    passes(10_000, 9_700);
    assertThat(clock.millis()).isEqualTo(1_009_700);
  }

  @Test
  void timeWhileNobodyCanReachTheNodeDoesNotCount() {
    ReachableTime reachable = new ReachableTime(() -> monotonicNanos);
    reachable.hold();
    LeaderClock starting =
        new LeaderClock(LED, () -> movedMillis, reachable, () -> Instant.ofEpochMilli(wallMillis));
    passes(40_000, 40_000);
    assertThat(starting.millis()).isEqualTo(1_000_000);
    reachable.release();
    reachable.release();
    assertThat(starting.millis()).isEqualTo(1_000_000);
    passes(5_000, 5_000);
    assertThat(starting.millis()).isEqualTo(1_005_000);
  }

  @Test
  void timeBeforeTheStartDoesNotCount() {
    passes(7_000, 7_000);
    clock.start();
    assertThat(clock.millis()).isEqualTo(1_000_000);
  }

  @Test
  void manySmallStepsAddUpToOneLargeOne() {
    wallMillis -= 3_600_000;
    for (int i = 0; i < 100_000; i++) {
      monotonicNanos += 100_000;
      clock.millis();
    }
    assertThat(clock.millis()).isEqualTo(1_009_000);
  }

  private void passes(long monotonicMillis, long onTheWall) {
    monotonicNanos += TimeUnit.MILLISECONDS.toNanos(monotonicMillis);
    wallMillis += onTheWall;
  }
}
