package io.gaia.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryPauseTest {

  private static final Optional<Duration> NOTHING_ASKED = Optional.empty();

  @Test
  void growsUpToALimitAndIsSpreadByChance() {
    assertThat(RetryPause.after(1, 1, NOTHING_ASKED, 1)).isEqualTo(RetryPause.FIRST);
    assertThat(RetryPause.after(1, 1, NOTHING_ASKED, 0)).isEqualTo(RetryPause.FIRST.dividedBy(2));
    assertThat(RetryPause.after(2, 1, NOTHING_ASKED, 1))
        .isEqualTo(RetryPause.FIRST.multipliedBy(2));
    assertThat(RetryPause.after(1_000_000, 1, NOTHING_ASKED, 1)).isEqualTo(RetryPause.LONGEST);
  }

  @Test
  void theNextServerIsTriedAtOnceAndOnlyAWholeRoundIsFollowedByAPause() {
    assertThat(RetryPause.after(1, 3, NOTHING_ASKED, 1)).isZero();
    assertThat(RetryPause.after(2, 3, NOTHING_ASKED, 1)).isZero();
    assertThat(RetryPause.after(3, 3, NOTHING_ASKED, 1)).isEqualTo(RetryPause.FIRST);
    assertThat(RetryPause.after(6, 3, NOTHING_ASKED, 1))
        .isEqualTo(RetryPause.FIRST.multipliedBy(2));
  }

  @Test
  void isNotShorterThanTheServerAsksWithinReason() {
    assertThat(RetryPause.after(1, 1, Optional.of(Duration.ofSeconds(3)), 0))
        .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
    assertThat(RetryPause.after(1, 1, Optional.of(Duration.ofHours(1)), 0))
        .isLessThan(RetryPause.LONGEST_ASKED.plusSeconds(1));
  }
}
