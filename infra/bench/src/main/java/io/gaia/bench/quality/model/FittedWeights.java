package io.gaia.bench.quality.model;

import io.gaia.bench.quality.play.Case;
import io.gaia.flink.detection.model.DetectionDefaults;
import io.gaia.flink.detection.model.Score;
import io.gaia.flink.detection.model.Settings;
import io.gaia.flink.detection.model.Signal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The weights of the table, fitted: those on a grid of {@value #STEP} that make the truth most
 * likely, less an L2 penalty on what differs from the judgement of before, by going from signal to
 * signal until nothing gets better. A grid and a prior, because a teacher must be able to check the
 * numbers.
 */
public final class FittedWeights {
  private static final double STEP = 0.05;
  private static final double MOST = 0.95;
  private static final int ROUNDS_MOST = 20;

  /**
   * Half of it is the price, in mean log likelihood, of a weight that differs from the prior by 1.
   */
  private static final double PENALTY = 0.01;

  private static final int CASES_MOST = 4_000;

  /** A burst of errors must call at the fourth one, and the logs hold few errors but attempts. */
  private static final Set<Signal> PROMISED = EnumSet.of(Signal.ERROR_BURST);

  /** What is around the student is no trouble of their own, and must not make an alert alone. */
  private static final Set<Signal> AROUND = EnumSet.of(Signal.HARD_ITEM, Signal.UNSOLVED_ITEMS);

  private static final double AROUND_MOST = 0.5;

  /** Shown in a smaller share of the cases, a signal has not been seen. */
  private static final double SHOWN_LEAST = 0.01;

  /**
   * Judgement, from before anything was fitted. Not what the table has now, which these students
   * have made: so a fit does not depend on the ones before, and another split starts afresh.
   */
  private static final Map<Signal, Double> PRIOR =
      Map.of(
          Signal.FAILURE_STREAK, 1.0,
          Signal.WHEEL_SPIN, 0.8,
          Signal.HINT_CHAIN, 0.6,
          Signal.RAPID_GUESS, 0.5,
          Signal.SLOW_ITEM, 0.6,
          Signal.HARD_ITEM, 0.25,
          Signal.UNSOLVED_ITEMS, 0.25,
          Signal.RECOVERY, -0.8);

  private FittedWeights() {}

  private static double prior(Signal signal) {
    Double judged = PRIOR.get(signal);
    return judged == null ? DetectionDefaults.rule(signal).weight() : judged;
  }

  /** The signals whose weights these cases can say something about. */
  public static Set<Signal> shownBy(List<Case> cases) {
    Set<Signal> shown = EnumSet.noneOf(Signal.class);
    for (Signal signal : Signal.values()) {
      long seen = cases.stream().filter(c -> c.moment().intensity(signal) > 0).count();
      if (seen > SHOWN_LEAST * cases.size() && !PROMISED.contains(signal)) {
        shown.add(signal);
      }
    }
    return shown;
  }

  /**
   * The most likely weights, of all signals.
   *
   * @param samples see {@link #samples}; each case counts alike
   * @param free which weights may move; the others stay the table's
   */
  public static Map<Signal, Double> fit(List<List<Case>> samples, Set<Signal> free) {
    Map<Signal, Double> weights = new EnumMap<>(Signal.class);
    for (Signal signal : Signal.values()) {
      boolean fitted = free.contains(signal);
      weights.put(signal, fitted ? prior(signal) : DetectionDefaults.rule(signal).weight());
    }
    double best = loss(samples, weights);
    for (int round = 0; round < ROUNDS_MOST; round++) {
      double before = best;
      for (Signal signal : free) {
        for (double step : List.of(STEP, -STEP)) {
          best = follow(samples, weights, signal, step, best);
        }
      }
      if (best >= before) {
        break;
      }
    }
    return weights;
  }

  /** Goes on in one direction while it gets better. */
  private static double follow(
      List<List<Case>> samples,
      Map<Signal, Double> weights,
      Signal signal,
      double step,
      double best) {
    double reached = best;
    while (true) {
      double now = weights.get(signal);
      double next = Math.round((now + step) / STEP) * STEP;
      double most = AROUND.contains(signal) ? AROUND_MOST : MOST;
      boolean allowed =
          now > 0 ? next > STEP / 2 && next <= most + STEP / 2 : next < -STEP / 2 && next >= -most;
      if (!allowed) {
        return reached;
      }
      weights.put(signal, next);
      double loss = loss(samples, weights);
      if (loss >= reached - 1e-7) {
        weights.put(signal, now);
        return reached;
      }
      reached = loss;
    }
  }

  private static double loss(List<List<Case>> samples, Map<Signal, Double> weights) {
    Settings settings = new Settings(DetectionDefaults.THRESHOLD, weights, Map.of());
    double loss = 0;
    int cases = 0;
    for (List<Case> sample : samples) {
      loss += logLoss(sample, settings);
      cases += sample.size();
    }
    loss /= Math.max(1, cases);
    for (Map.Entry<Signal, Double> weight : weights.entrySet()) {
      double moved = weight.getValue() - prior(weight.getKey());
      loss += PENALTY / 2 * moved * moved;
    }
    return loss;
  }

  /**
   * Of the best chance that the score alone can tell, so that how common trouble is cancels out.
   */
  private static double logLoss(List<Case> sample, Settings settings) {
    List<double[]> scores = new ArrayList<>();
    boolean[] stuck = new boolean[sample.size()];
    for (int i = 0; i < sample.size(); i++) {
      Case judged = sample.get(i);
      scores.add(new double[] {Score.of(judged.moment().signals(), settings).score()});
      stuck[i] = judged.stuck();
    }
    LogisticRegression calibrated = LogisticRegression.fit(scores, stuck, 0.1);
    double loss = 0;
    for (int i = 0; i < sample.size(); i++) {
      double chance = calibrated.chance(scores.get(i));
      loss -= Math.log(Math.max(1e-12, stuck[i] ? chance : 1 - chance));
    }
    return loss;
  }

  /**
   * The cases of one data set that may be fitted on, by group: within a group they are comparable.
   * At most {@value #CASES_MOST} of a data set, or the largest would decide alone.
   */
  public static List<List<Case>> samples(List<Case> cases) {
    Map<String, List<Case>> byGroup = new TreeMap<>();
    cases.stream()
        .filter(Case::fittedOn)
        .forEach(c -> byGroup.computeIfAbsent(c.group(), absent -> new ArrayList<>()).add(c));
    int most = CASES_MOST / Math.max(1, byGroup.size());
    return byGroup.values().stream().map(sample -> thinned(sample, most)).toList();
  }

  /** Evenly over the time of the data. */
  private static List<Case> thinned(List<Case> sample, int most) {
    int every = (sample.size() + most - 1) / most;
    List<Case> kept = new ArrayList<>();
    for (int i = 0; i < sample.size(); i += every) {
      kept.add(sample.get(i));
    }
    return kept;
  }
}
