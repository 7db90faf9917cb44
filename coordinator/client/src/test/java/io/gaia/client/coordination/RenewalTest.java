package io.gaia.client.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RenewalTest {

  private static final long SECOND = 1_000_000_000L;

  @Test
  void isRenewedAfterAThirdOfItsLengthAndCountsFromTheSending() {
    // a clock that is about to overflow is a clock, too
    long sent = Long.MAX_VALUE - SECOND;
    Renewal lease = Renewal.granted(sent, Duration.ofSeconds(30));

    assertThat(lease.isDue(sent + 10 * SECOND - 1)).isFalse();
    assertThat(lease.isDue(sent + 10 * SECOND)).isTrue();
    assertThat(lease.mayBeOver(sent + 30 * SECOND - 1)).isFalse();
    assertThat(lease.mayBeOver(sent + 30 * SECOND)).isTrue();
  }

  @Test
  void aFailedTryIsRepeatedSoonAndPromisesNothing() {
    Renewal lease = Renewal.granted(0, Duration.ofSeconds(12));

    Renewal early = lease.failed(4 * SECOND, 0);
    Renewal late = lease.failed(4 * SECOND, 1);

    assertThat(early.nextNanos()).isEqualTo(4 * SECOND + SECOND / 2);
    assertThat(late.nextNanos()).isEqualTo(5 * SECOND);
    assertThat(late.mayBeOver(12 * SECOND)).isTrue();
  }
}
