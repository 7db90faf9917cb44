package io.gaia.flink.detection.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoudBudgetTest {
  private final List<Long> loud = new ArrayList<>();
  private final LoudBudget budget = new LoudBudget(loud, 8);

  private List<Boolean> take(Level level, long... seconds) {
    List<Boolean> taken = new ArrayList<>();
    for (long second : seconds) {
      taken.add(budget.take(level, second * 1_000));
    }
    return taken;
  }

  @Test
  void twoInTenMinutesAndAThirdForTheCritical() {
    assertThat(take(Level.HIGH, 0, 1, 2)).containsExactly(true, true, false);
    assertThat(take(Level.CRITICAL, 3, 4)).containsExactly(true, false);
    assertThat(take(Level.MEDIUM, 599, 604)).containsExactly(false, true);
  }

  @Test
  void eightInAnHourAndFourMoreForTheCritical() {
    assertThat(take(Level.HIGH, 0, 1, 601, 602, 1_202, 1_203, 1_803, 1_804)).doesNotContain(false);
    assertThat(take(Level.HIGH, 2_500)).containsExactly(false);
    assertThat(take(Level.CRITICAL, 2_501, 2_502, 2_503)).doesNotContain(false);
    assertThat(take(Level.CRITICAL, 3_200, 3_201)).containsExactly(true, false);
    assertThat(take(Level.HIGH, 3_590))
        .as("eight of the hour are critical or not")
        .containsExactly(false);
    assertThat(take(Level.CRITICAL, 3_601)).as("the first was an hour ago").containsExactly(true);
  }

  @Test
  void nothingIsKeptLongerThanAnHour() {
    take(Level.HIGH, 0, 1);
    budget.forget(3_601_000);
    assertThat(loud).isEmpty();
  }
}
