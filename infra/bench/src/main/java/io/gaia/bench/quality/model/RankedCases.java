package io.gaia.bench.quality.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Scores, and the truth about each. */
public final class RankedCases {
  private record Scored(double score, boolean stuck) {}

  private final List<Scored> cases = new ArrayList<>();
  private int stuck;

  public void add(double score, boolean isStuck) {
    cases.add(new Scored(score, isStuck));
    stuck += isStuck ? 1 : 0;
  }

  public int size() {
    return cases.size();
  }

  public double shareStuck() {
    return cases.isEmpty() ? Double.NaN : (double) stuck / cases.size();
  }

  /**
   * Area under the ROC curve: the chance that a stuck case scores higher than another, ties half
   * (Mann-Whitney). NaN without both kinds.
   */
  public double areaUnderCurve() {
    List<Scored> ranked = new ArrayList<>(cases);
    ranked.sort(Comparator.comparingDouble(Scored::score));
    double ranks = 0;
    for (int from = 0; from < ranked.size(); ) {
      int to = from;
      int stuckHere = 0;
      while (to < ranked.size() && ranked.get(to).score() == ranked.get(from).score()) {
        stuckHere += ranked.get(to).stuck() ? 1 : 0;
        to++;
      }
      ranks += stuckHere * (from + 1 + to) / 2.0;
      from = to;
    }
    double others = cases.size() - stuck;
    return (ranks - stuck * (stuck + 1.0) / 2) / (stuck * others);
  }

  /** Of the cases that score at least this, the share that is stuck; NaN without any. */
  public double precisionAt(double score) {
    long above = cases.stream().filter(c -> c.score() >= score).count();
    long right = cases.stream().filter(c -> c.score() >= score && c.stuck()).count();
    return above == 0 ? Double.NaN : (double) right / above;
  }

  /** Of the stuck cases, the share that scores at least this; NaN when nobody is stuck. */
  public double recallAt(double score) {
    long right = cases.stream().filter(c -> c.score() >= score && c.stuck()).count();
    return stuck == 0 ? Double.NaN : (double) right / stuck;
  }
}
