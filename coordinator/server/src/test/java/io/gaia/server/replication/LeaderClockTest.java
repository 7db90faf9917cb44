package io.gaia.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeaderClockTest {
  private long monotonicNanos;
  private long wallMillis = 1_000_000;

  @Test
  void aNewStateBeginsWithTheWallClock() {
    assertThat(clockAt(0).millis()).isEqualTo(1_000_000);
  }

  @Test
  void runsWithTheMonotonicClockWhenBothAgree() {
    LeaderClock clock = clockAt(1_000_000);
    passes(5_000, 5_000);
    assertThat(clock.millis()).isEqualTo(1_005_000);
  }

  @Test
  void aWallClockThatJumpsAheadIsFollowedByATenth() {
    LeaderClock clock = clockAt(1_000_000);
    passes(10_000, 3_600_000);
    assertThat(clock.millis()).isEqualTo(1_011_000);
  }

  @Test
  void aWallClockThatJumpsBackIsFollowedByATenthAndTimeGoesOn() {
    LeaderClock clock = clockAt(1_000_000);
    passes(10_000, -3_600_000);
    assertThat(clock.millis()).isEqualTo(1_009_000);
  }

  @Test
  void doesNotOvershootTheWallClock() {
    LeaderClock clock = clockAt(1_000_000);
    passes(10_000, 10_300);
    assertThat(clock.millis()).isEqualTo(1_010_300);
  }

  @Test
  void timeSinceTheLastLeaderDoesNotCount() {
    assertThat(clockAt(400_000).millis()).isEqualTo(400_000);
  }

  @Test
  void manySmallStepsAddUpToOneLargeOne() {
    LeaderClock clock = clockAt(1_000_000);
    wallMillis += 3_600_000;
    for (int i = 0; i < 100_000; i++) {
      monotonicNanos += 100_000;
      clock.millis();
    }
    assertThat(clock.millis()).isEqualTo(1_011_000);
  }

  private LeaderClock clockAt(long stateMillis) {
    return new LeaderClock(
        stateMillis, () -> monotonicNanos, () -> Instant.ofEpochMilli(wallMillis));
  }

  private void passes(long monotonicMillis, long onTheWall) {
    monotonicNanos += TimeUnit.MILLISECONDS.toNanos(monotonicMillis);
    wallMillis += onTheWall;
  }
}
