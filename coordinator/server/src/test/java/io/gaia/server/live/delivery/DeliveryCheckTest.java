package io.gaia.server.live.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories that are known to be good or bad. */
class DeliveryCheckTest {
  private static final List<Long> PUBLISHED = List.of(10L, 20L, 30L, 40L);

  private static List<String> faults(int mayMiss, Long... got) {
    return DeliveryCheck.faults(PUBLISHED, mayMiss, List.of(got));
  }

  @Test
  void everyEventInOrderOnceIsGood() {
    assertThat(faults(0, 10L, 20L, 30L, 40L)).isEmpty();
  }

  @Test
  void whoAskedForNoPastMayBeginLaterAndAlsoSooner() {
    assertThat(faults(2, 30L, 40L)).isEmpty();
    assertThat(faults(2, 20L, 30L, 40L)).isEmpty();
    assertThat(faults(4)).isEmpty();
  }

  @Test
  void whatIsMissingIsLost() {
    assertThat(faults(0)).hasSize(4);
    assertThat(faults(0, 20L, 30L, 40L)).containsExactly("lost: 10, number 0 of 4");
    assertThat(faults(0, 10L, 20L, 40L)).containsExactly("lost: 30, number 2 of 4");
    assertThat(faults(0, 10L, 20L, 30L)).containsExactly("lost: 40, number 3 of 4");
    assertThat(faults(1, 30L, 40L)).containsExactly("lost: 20, number 1 of 4");
    assertThat(faults(3, 10L, 30L, 40L)).containsExactly("lost: 20, number 1 of 4");
  }

  @Test
  void whatComesAgainIsDoubled() {
    assertThat(faults(0, 10L, 20L, 20L, 30L, 40L)).containsExactly("doubled: 20 came again");
    assertThat(faults(0, 10L, 20L, 30L, 40L, 10L)).containsExactly("doubled: 10 came again");
  }

  @Test
  void whatComesAfterALaterOneIsDisordered() {
    assertThat(faults(0, 10L, 30L, 20L, 40L)).containsExactly("disordered: 20 came after 30");
  }

  @Test
  void whatWasNeverPublishedIsInvented() {
    assertThat(faults(0, 10L, 20L, 25L, 30L, 40L))
        .containsExactly("invented: 25 was never published");
  }
}
