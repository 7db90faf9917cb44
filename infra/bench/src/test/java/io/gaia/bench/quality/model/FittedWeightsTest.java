package io.gaia.bench.quality.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.bench.quality.play.Case;
import io.gaia.bench.quality.play.Minute;
import io.gaia.bench.quality.play.Moment;
import io.gaia.flink.detection.model.DetectionDefaults;
import io.gaia.flink.detection.model.Measured;
import io.gaia.flink.detection.model.Signal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Made-up cases in which slow_item tells the truth and low_rating tells nothing. */
class FittedWeightsTest {
  private static final long SEED = 11;

  private final List<Case> cases = cases();

  @Test
  void whatTellsTheTruthWeighsMoreThanWhatTellsNothing() {
    Map<Signal, Double> fitted = FittedWeights.fit(FittedWeights.samples(cases), shown());
    assertThat(fitted.get(Signal.SLOW_ITEM)).isGreaterThan(table(Signal.SLOW_ITEM));
    assertThat(fitted.get(Signal.LOW_RATING)).isLessThan(0.2);
  }

  @Test
  void whatTheCasesDoNotShowStaysAsItIs() {
    assertThat(shown()).containsExactlyInAnyOrder(Signal.SLOW_ITEM, Signal.LOW_RATING);
    Map<Signal, Double> fitted = FittedWeights.fit(FittedWeights.samples(cases), shown());
    fitted.forEach(
        (signal, weight) -> {
          if (!shown().contains(signal)) {
            assertThat(weight).as(signal.wireName()).isEqualTo(table(signal));
          }
        });
  }

  @Test
  void nothingIsFittedOnStudentsThatAreReported() {
    List<Case> unseen =
        cases.stream().map(c -> new Case(c.group(), false, c.stuck(), c.moment())).toList();
    assertThat(FittedWeights.fit(FittedWeights.samples(unseen), shown()))
        .isEqualTo(FittedWeights.fit(List.of(), shown()))
        .isNotEqualTo(FittedWeights.fit(FittedWeights.samples(cases), shown()));
  }

  private EnumSet<Signal> shown() {
    return EnumSet.copyOf(FittedWeights.shownBy(cases));
  }

  private static double table(Signal signal) {
    return DetectionDefaults.rule(signal).weight();
  }

  private static List<Case> cases() {
    Random random = new Random(SEED);
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      boolean stuck = random.nextBoolean();
      double slow = random.nextDouble() < (stuck ? 0.9 : 0.1) ? 1 : 0.1;
      double rating = random.nextBoolean() ? 1 : 0.1;
      List<Measured> signals =
          List.of(
              new Measured(Signal.SLOW_ITEM, 1, slow, slow, "slow"),
              new Measured(Signal.LOW_RATING, 1, rating, rating, "rating"));
      Moment moment = new Moment(signals, 0, 0, new Minute(0, 0, 0), 0, 0, 0);
      cases.add(new Case("all", true, stuck, moment));
    }
    return cases;
  }
}
