package io.gaia.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  @Test
  void arrivalsKeepTheirDistanceHoweverLateTheyAreTaken() {
    long longAgo = System.nanoTime() - 1_000_000;
    Pace pace = new Pace(longAgo, 100);

    assertThat(pace.await()).isEqualTo(longAgo);
    assertThat(pace.await()).isEqualTo(longAgo + 100);
    assertThat(pace.take()).isEqualTo(longAgo + 200);
  }

  @Test
  void anArrivalIsNotBeforeItsTime() {
    long soon = System.nanoTime() + 2_000_000;

    assertThat(new Pace(soon, 1).await()).isEqualTo(soon);
    assertThat(System.nanoTime() - soon).isNotNegative();
  }

  @Test
  void theWindowBeginsAfterTheWarmUp() {
    Window window = Window.after(0, 1, 2);

    assertThat(window.contains(999_999_999)).isFalse();
    assertThat(window.contains(1_000_000_000)).isTrue();
    assertThat(window.isOver(2_999_999_999L)).isFalse();
    assertThat(window.isOver(3_000_000_000L)).isTrue();
    assertThat(window.seconds()).isEqualTo(2);
  }
}
