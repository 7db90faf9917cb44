package io.gaia.client.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

  private static final Instant START = Instant.parse("2026-01-31T09:30:00Z");
  private static final List<Instant> LOG = times("0s", "60s", "180s", "7380s", "7500s");

  @Test
  void waitingIsDividedByTheSpeedAndLongPausesAreNotWaitedFor() {
    Pace pace = Pace.of(LOG, 60);

    assertThat(Stream.of(0, 1, 2, 3, 4).map(pace::offset))
        .containsExactly(
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofSeconds(3),
            Duration.ofSeconds(5));
    assertThat(Pace.activeTime(LOG)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void theLastEventIsSentAtItsOwnTime() {
    Pace pace = Pace.of(LOG, 60);

    Instant shiftedLast = LOG.get(4).plus(pace.shift(START));

    assertThat(shiftedLast).isEqualTo(START.plus(pace.duration()));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 1, 7, 60, 100_000, Pace.MAX_SPEED})
  void noEventIsEverSentBeforeItsOwnTime(double speed) {
    Pace pace = Pace.of(LOG, speed);

    boolean oneIsOnTime = false;
    for (int i = 0; i < LOG.size(); i++) {
      Instant sent = START.plus(pace.offset(i));
      Instant timestamp = LOG.get(i).plus(pace.shift(START));
      assertThat(timestamp).isBeforeOrEqualTo(sent);
      oneIsOnTime |= timestamp.equals(sent);
    }
    assertThat(oneIsOnTime).isTrue();
  }

  @Test
  void speedTakesMoreThanZero() {
    assertThatThrownBy(() -> Pace.of(LOG, 0)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> Pace.of(LOG, Double.NaN)).hasMessageContaining("above 0");
  }

  private static List<Instant> times(String... offsets) {
    Instant recorded = Instant.parse("2016-02-05T19:46:00Z");
    return Stream.of(offsets).map(text -> recorded.plus(Duration.parse("PT" + text))).toList();
  }
}
