package io.gaia.bench.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Cases with a score each and the truth about them. */
final class RankedCases {
  private record Case(double score, boolean stuck) {}

  private final List<Case> cases = new ArrayList<>();
  private int stuck;

  void add(double score, boolean isStuck) {
    cases.add(new Case(score, isStuck));
    stuck += isStuck ? 1 : 0;
  }

  int size() {
    return cases.size();
  }

  double shareStuck() {
    return cases.isEmpty() ? Double.NaN : (double) stuck / cases.size();
  }

  /**
   * Area under the ROC curve: the chance that a stuck case scores higher than another, ties half
   * (Mann-Whitney). NaN without both kinds.
   */
  double areaUnderCurve() {
    List<Case> ranked = new ArrayList<>(cases);
    ranked.sort(Comparator.comparingDouble(Case::score));
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
  double precisionAt(double score) {
    long above = cases.stream().filter(c -> c.score() >= score).count();
    long right = cases.stream().filter(c -> c.score() >= score && c.stuck()).count();
    return above == 0 ? Double.NaN : (double) right / above;
  }

  /** Of the stuck cases, the share that scores at least this. */
  double recallAt(double score) {
    long right = cases.stream().filter(c -> c.score() >= score && c.stuck()).count();
    return stuck == 0 ? Double.NaN : (double) right / stuck;
  }
}
