package io.gaia.bench.quality.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {
  private static final long SEED = 7;

  @Test
  void findsTheChancesThatMadeTheAnswers() {
    Random random = new Random(SEED);
    List<double[]> rows = new ArrayList<>();
    boolean[] answers = new boolean[20_000];
    for (int i = 0; i < answers.length; i++) {
      double[] row = {random.nextDouble(), random.nextDouble()};
      rows.add(row);
      answers[i] = random.nextDouble() < 1 / (1 + Math.exp(-(3 * row[0] - 2 * row[1] - 0.5)));
    }
    LogisticRegression fitted = LogisticRegression.fit(rows, answers, 0.1);
    assertThat(fitted.chance(0, 0)).isCloseTo(1 / (1 + Math.exp(0.5)), within(0.02));
    assertThat(fitted.chance(1, 0)).isCloseTo(1 / (1 + Math.exp(-2.5)), within(0.02));
    assertThat(fitted.chance(0, 1)).isCloseTo(1 / (1 + Math.exp(2.5)), within(0.02));
  }

  @Test
  void aNumberThatTellsAllApartStaysFiniteAndOneThatIsNeverThereSaysNothing() {
    List<double[]> rows = List.of(row(0, 0), row(0, 0), row(1, 0), row(1, 0));
    LogisticRegression fitted =
        LogisticRegression.fit(rows, new boolean[] {false, false, true, true}, 0.1);
    assertThat(fitted.chance(1, 0)).isBetween(0.8, 0.9999);
    assertThat(fitted.chance(1, 1)).isCloseTo(fitted.chance(1, 0), within(1e-6));
  }

  @Test
  void withoutAnyCaseTheChanceIsOpen() {
    assertThat(LogisticRegression.fit(List.of(), new boolean[0], 1).chance()).isEqualTo(0.5);
  }

  private static double[] row(double... numbers) {
    return numbers;
  }
}
