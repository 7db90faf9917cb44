package io.gaia.bench.quality.report;

import io.gaia.bench.quality.model.LogisticRegression;
import io.gaia.bench.quality.play.Case;
import io.gaia.flink.detection.model.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * What a score says about the chance of being stuck. The score is no chance by itself: how common
 * trouble is differs from class to class. So the chance is read off the score by a logistic curve,
 * fitted on some students and held against the others.
 *
 * @param brierOfScore mean square of score less truth
 * @param brierOfChance mean square of chance less truth
 * @param brierOfShare the same for who always says how common trouble is
 */
public record Calibration(
    List<Band> bands, double brierOfScore, double brierOfChance, double brierOfShare) {

  private static final double HARDLY_HELD_BACK = 0.01;

  /**
   * Cases whose score has the same level.
   *
   * @param chance on average, as fitted
   * @param stuck share that was
   */
  public record Band(Level level, int cases, double chance, double stuck) {}

  static Calibration of(List<Case> all) {
    List<double[]> scores = new ArrayList<>();
    List<Case> fitted = all.stream().filter(Case::fittedOn).toList();
    List<Case> unseen = all.stream().filter(c -> !c.fittedOn()).toList();
    boolean[] stuck = new boolean[fitted.size()];
    for (int i = 0; i < stuck.length; i++) {
      scores.add(new double[] {fitted.get(i).moment().score()});
      stuck[i] = fitted.get(i).stuck();
    }
    LogisticRegression curve = LogisticRegression.fit(scores, stuck, HARDLY_HELD_BACK);
    double share = fitted.stream().filter(Case::stuck).count() / (double) fitted.size();
    List<Band> bands = new ArrayList<>();
    for (Level level : Level.values()) {
      List<Case> within =
          unseen.stream().filter(c -> Level.of(c.moment().score()) == level).toList();
      bands.add(
          new Band(
              level,
              within.size(),
              mean(within.stream().map(c -> curve.chance(c.moment().score())).toList()),
              mean(within.stream().map(c -> c.stuck() ? 1.0 : 0.0).toList())));
    }
    return new Calibration(
        bands,
        mean(unseen.stream().map(c -> square(c, c.moment().score())).toList()),
        mean(unseen.stream().map(c -> square(c, curve.chance(c.moment().score()))).toList()),
        mean(unseen.stream().map(c -> square(c, share)).toList()));
  }

  private static double square(Case judged, double told) {
    double error = (judged.stuck() ? 1 : 0) - told;
    return error * error;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}
