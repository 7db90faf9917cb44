package io.gaia.client.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LivePaceTest {

  private static final Instant START = Instant.parse("2026-01-31T09:30:00Z");
  private static final Optional<Duration> AN_HOUR = Optional.of(Duration.ofHours(1));

  @Test
  void atItsOwnPaceHistoryGoesAtOnceAndLiveEventsAtTheirTime() {
    LivePace pace = LivePace.startingAt(START, 1, Optional.empty());

    assertThat(pace.sendAt(START.minusSeconds(600))).isEqualTo(START);
    assertThat(pace.sendAt(START.plusSeconds(7))).isEqualTo(START.plusSeconds(7));
  }

  @Test
  void fastAnHourEndsNow() {
    LivePace pace = LivePace.startingAt(START, 60, AN_HOUR);

    Instant end = pace.liveFrom().plus(AN_HOUR.get());
    assertThat(pace.sendAt(end)).isEqualTo(START.plusSeconds(60)).isEqualTo(end);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 1, 3, 100, Double.POSITIVE_INFINITY})
  void noEventIsSentBeforeItsOwnTime(double speed) {
    LivePace pace = LivePace.startingAt(START, speed, AN_HOUR);

    for (int second = -600; second <= 3600; second += 10) {
      Instant eventTime = pace.liveFrom().plusSeconds(second);
      assertThat(pace.sendAt(eventTime)).isAfterOrEqualTo(eventTime);
    }
  }

  @Test
  void aSpeedOverOneTakesADuration() {
    assertThatThrownBy(() -> LivePace.startingAt(START, 2, Optional.empty()))
        .hasMessageContaining("duration");
  }
}
