package io.gaia.flink.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthScoreTest {

  @ParameterizedTest
  @CsvSource({
    // students, active, struggling, frustration, error rate, rating, health
    "20, 20,  0, 0.0, 0.0, 0, 100",
    "20, 20,  0, 0.0, 0.0, 5, 100",
    "20,  0, 20, 1.0, 3.0, 1, 0",
    "20,  0, 20, 1.0, 9.0, 1, 0",
    "20, 20,  0, 0.0, 0.0, 1, 90",
    "20, 10,  5, 0.5, 1.5, 3, 56.25",
    "20, 10,  5, 0.5, 1.5, 0, 56.94",
    " 0,  0,  0, 0.0, 0.0, 0, 100"
  })
  void healthIsAWeightedMean(
      int students,
      int active,
      int struggling,
      double frustration,
      double errors,
      double rating,
      double health) {
    Optional<Double> satisfaction = rating == 0 ? Optional.empty() : Optional.of(rating);
    assertThat(HealthScore.of(students, active, struggling, frustration, errors, satisfaction))
        .isCloseTo(health, within(0.005));
  }

  @Test
  void everyPartTakesHealthAway() {
    double well = HealthScore.of(20, 20, 0, 0.1, 0.1, Optional.of(4.5));
    assertThat(HealthScore.of(20, 19, 0, 0.1, 0.1, Optional.of(4.5))).isLessThan(well);
    assertThat(HealthScore.of(20, 20, 1, 0.1, 0.1, Optional.of(4.5))).isLessThan(well);
    assertThat(HealthScore.of(20, 20, 0, 0.2, 0.1, Optional.of(4.5))).isLessThan(well);
    assertThat(HealthScore.of(20, 20, 0, 0.1, 0.2, Optional.of(4.5))).isLessThan(well);
    assertThat(HealthScore.of(20, 20, 0, 0.1, 0.1, Optional.of(4.0))).isLessThan(well);
  }
}
