package io.gaia.flink.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LatenessTest {
  private static final long PANE_END = 1_772_442_005_000L;

  @Test
  void itemsHaveTheirTurnsOneByOneBeforeAnyStudentAndAllBeforeTheNextPane() {
    Set<Long> turns = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      long item = Lateness.turnOfItem(PANE_END, "fractions\u0000item" + i);
      long student = Lateness.turnOfStudent(PANE_END, "student-" + i);
      turns.add(item);
      assertThat(item)
          .isGreaterThanOrEqualTo(Lateness.isComplete(PANE_END))
          .isLessThan(Lateness.isComplete(PANE_END) + Lateness.PANE_MILLIS);
      assertThat(student)
          .isGreaterThanOrEqualTo(Lateness.isComplete(PANE_END) + Lateness.PANE_MILLIS)
          .isLessThan(Lateness.isComplete(PANE_END) + 2 * Lateness.PANE_MILLIS);
      assertThat(Lateness.completeAtTurn(student, "student-" + i)).isEqualTo(PANE_END);
    }
    assertThat(turns).as("moments among a thousand items").hasSizeGreaterThan(500);
  }
}
