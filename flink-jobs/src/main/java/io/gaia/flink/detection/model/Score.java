package io.gaia.flink.detection.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Signals to score: 1 - product of (1 - weight x intensity) over what speaks for trouble, less what
 * speaks against it. Several weak signs add up, one strong sign suffices, and each one's share is
 * known: the score divided in proportion to -ln(1 - weight x intensity).
 *
 * <p>The same wrong answers show as a burst, as a streak and as wheel-spinning; of these only the
 * strongest counts.
 */
public final class Score {

  /** One signal is never certainty, so that every share is finite. */
  private static final double PART_MOST = 0.99;

  private static final Set<Signal> WRONG_ANSWERS =
      EnumSet.of(Signal.ERROR_BURST, Signal.FAILURE_STREAK, Signal.WHEEL_SPIN);

  private Score() {}

  /** Weighs what was measured at one moment. */
  public static Judgement of(List<Measured> all, Settings settings) {
    if (all.isEmpty()) {
      return Judgement.CALM;
    }
    List<Measured> signals = withoutDoubles(all, settings);
    double relief = 0;
    double evidence = 0;
    double absoluteEvidence = 0;
    double silence = 0;
    double ofClass = 0;
    for (Measured signal : signals) {
      double weight = settings.weight(signal.signal());
      if (weight < 0) {
        relief -= weight * signal.intensity();
      } else {
        double part = evidence(weight * signal.intensity());
        evidence += part;
        ofClass += signal.signal() == Signal.HARD_ITEM ? part : 0;
        if (signal.signal() == Signal.IDLE) {
          silence += part;
        } else {
          absoluteEvidence += evidence(weight * signal.absoluteIntensity());
        }
      }
    }
    double score = score(evidence, relief);
    return new Judgement(
        score,
        score(absoluteEvidence, relief),
        score(evidence - silence, relief),
        score(evidence - ofClass, relief),
        contributions(signals, settings, score, evidence));
  }

  private static List<Measured> withoutDoubles(List<Measured> signals, Settings settings) {
    // mostly there is nothing to choose from, and this is done twice an event
    int wrongAnswers = 0;
    for (Measured signal : signals) {
      wrongAnswers += WRONG_ANSWERS.contains(signal.signal()) ? 1 : 0;
    }
    if (wrongAnswers < 2) {
      return signals;
    }
    Optional<Measured> strongest =
        signals.stream()
            .filter(signal -> WRONG_ANSWERS.contains(signal.signal()))
            .max(
                Comparator.comparingDouble(
                        (Measured s) -> settings.weight(s.signal()) * s.intensity())
                    .thenComparingDouble(s -> settings.weight(s.signal()) * s.absoluteIntensity())
                    .thenComparing(Measured::signal));
    return signals.stream()
        .filter(s -> !WRONG_ANSWERS.contains(s.signal()) || s.equals(strongest.orElseThrow()))
        .toList();
  }

  private static double evidence(double part) {
    return -Math.log1p(-Math.min(PART_MOST, part));
  }

  private static double score(double evidence, double relief) {
    return Math.max(0, -Math.expm1(-evidence) - relief);
  }

  private static List<Contribution> contributions(
      List<Measured> signals, Settings settings, double score, double evidence) {
    List<Contribution> contributions = new ArrayList<>();
    for (Measured signal : signals) {
      double weight = settings.weight(signal.signal());
      double part = weight > 0 ? evidence(weight * signal.intensity()) : 0;
      if (part > 0) {
        contributions.add(
            new Contribution(
                signal.signal(),
                signal.value(),
                signal.intensity(),
                score * part / evidence,
                signal.text()));
      }
    }
    contributions.sort(
        Comparator.comparingDouble(Contribution::share)
            .reversed()
            .thenComparing(Contribution::signal));
    return contributions;
  }
}
