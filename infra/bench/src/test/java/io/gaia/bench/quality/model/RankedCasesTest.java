package io.gaia.bench.quality.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RankedCasesTest {

  @Test
  void theAreaIsTheShareOfPairsInTheRightOrderTiesHalf() {
    RankedCases cases = new RankedCases();
    cases.add(0.9, true);
    cases.add(0.5, false);
    cases.add(0.5, true);
    cases.add(0.1, false);
    cases.add(0.7, false);
    // pairs (stuck, not): .9 beats 3; .5 beats .1, ties .5, loses to .7
    assertThat(cases.areaUnderCurve()).isCloseTo(4.5 / 6, within(1e-9));
    assertThat(cases.precisionAt(0.6)).isEqualTo(0.5);
    assertThat(cases.recallAt(0.6)).isEqualTo(0.5);
  }

  @Test
  void withoutBothKindsNothingCanBeSaid() {
    RankedCases cases = new RankedCases();
    cases.add(0.9, true);
    assertThat(cases.areaUnderCurve()).isNaN();
    assertThat(cases.precisionAt(0.95)).isNaN();
  }
}
