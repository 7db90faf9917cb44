package io.gaia.client.simulation;

import io.gaia.schemas.event.StudentEvent;
import io.gaia.schemas.event.UsabilityMetric;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts in a stream of events what {@link FittedRates} says was measured in the logs. */
final class Rates {

  private static final class Pair {
    private int failures;
    private int hints;
    private boolean solved;
    private boolean left;
  }

  private record Last(Instant at, String item) {}

  private final Map<String, Pair> pairs = new HashMap<>();
  private final Map<String, Last> last = new HashMap<>();
  private double withinSeconds;
  private int withinCount;
  private double betweenSeconds;
  private int betweenCount;

  void add(StudentEvent event) {
    if (!(event instanceof UsabilityMetric metric)) {
      return;
    }
    boolean attempt = metric.metricType().equals("attempt");
    if (!attempt && !metric.metricType().equals("hint_request")) {
      return;
    }
    String item = metric.itemId().orElseThrow();
    Pair pair = pairs.computeIfAbsent(metric.studentId() + item, key -> new Pair());
    Optional<Last> before =
        Optional.ofNullable(last.put(metric.studentId(), new Last(metric.timestamp(), item)));
    before.ifPresent(previous -> gap(previous, metric, item));
    if (pair.solved) {
      return;
    }
    if (!attempt) {
      pair.hints++;
    } else if (metric.correct().orElseThrow()) {
      pair.solved = true;
    } else {
      pair.failures++;
    }
  }

  double failedShare() {
    return sum(0) / attempts();
  }

  double attemptsAPair() {
    return attempts() / ended();
  }

  double solvedShare() {
    return sum(1) / ended();
  }

  double fiveFailuresShare() {
    return pairs.values().stream().filter(pair -> done(pair) && pair.failures >= 5).count()
        / ended();
  }

  double hintsAnAttempt() {
    return sum(2) / attempts();
  }

  double gapWithinPairSeconds() {
    return withinSeconds / withinCount;
  }

  double gapBetweenItemsSeconds() {
    return betweenSeconds / betweenCount;
  }

  private void gap(Last previous, UsabilityMetric metric, String item) {
    double seconds = Duration.between(previous.at(), metric.timestamp()).toMillis() / 1000.0;
    if (previous.item().equals(item)) {
      withinSeconds += seconds;
      withinCount++;
    } else {
      betweenSeconds += seconds;
      betweenCount++;
      pairs.get(metric.studentId() + previous.item()).left = true;
    }
  }

  private double attempts() {
    return sum(0) + sum(1);
  }

  /** 0: failures, 1: solved pairs, 2: hints; of pairs that are over. */
  private double sum(int what) {
    return pairs.values().stream()
        .filter(Rates::done)
        .mapToInt(
            pair -> what == 0 ? pair.failures : what == 1 ? (pair.solved ? 1 : 0) : pair.hints)
        .sum();
  }

  private double ended() {
    return pairs.values().stream().filter(Rates::done).count();
  }

  private static boolean done(Pair pair) {
    return pair.solved || pair.left;
  }
}
