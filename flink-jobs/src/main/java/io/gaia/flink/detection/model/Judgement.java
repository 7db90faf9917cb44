package io.gaia.flink.detection.model;

import java.util.List;

/**
 * How a student is doing at one moment.
 *
 * @param score 0 to 1
 * @param absoluteStruggle the struggle if classmates were not looked at
 * @param struggle the score without the silence
 * @param own the score without what only the class shows; it opens and ends episodes: an item that
 *     is hard for all says who needs help first, and is no reason to call for each of them
 * @param contributions of the signals that speak, the largest share first
 */
public record Judgement(
    double score,
    double absoluteStruggle,
    double struggle,
    double own,
    List<Contribution> contributions) {

  static final Judgement CALM = new Judgement(0, 0, 0, 0, List.of());

  private static final int REASONS_MOST = 3;
  private static final double SHARE_LEAST = 0.03;

  /** The two or three signals that made the score. */
  public List<Contribution> reasons() {
    if (contributions.isEmpty()) {
      return List.of();
    }
    return contributions.stream()
        .filter(contribution -> contribution.share() >= SHARE_LEAST)
        .limit(REASONS_MOST)
        .toList();
  }
}
