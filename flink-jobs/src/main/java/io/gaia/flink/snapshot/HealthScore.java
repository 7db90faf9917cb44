package io.gaia.flink.snapshot;

import java.util.Optional;

/**
 * How well a class is doing, in one number from 0 (bad) to 100: the weighted mean of five parts,
 * each from 0 to 1.
 *
 * <table>
 *   <caption>the parts</caption>
 *   <tr><th>part</th><th>from</th><th>weight</th></tr>
 *   <tr><td>calm</td><td>1 - mean frustration</td><td>0.40</td></tr>
 *   <tr><td>coping</td><td>1 - share of students who struggle</td><td>0.25</td></tr>
 *   <tr><td>accuracy</td><td>1 - errors per active student and minute / 3, at least 0</td><td>0.15</td></tr>
 *   <tr><td>activity</td><td>share of students with an event in the minute</td><td>0.10</td></tr>
 *   <tr><td>satisfaction</td><td>(mean rating - 1) / 4; left out without ratings</td><td>0.10</td></tr>
 * </table>
 *
 * <p>The weights are ours: what the teacher can help with first counts most. A class without
 * students is well.
 */
final class HealthScore {

  private static final double CALM = 0.40;
  private static final double COPING = 0.25;
  private static final double ACCURACY = 0.15;
  private static final double ACTIVITY = 0.10;
  private static final double SATISFACTION = 0.10;

  /** As many errors a student and minute leave nothing of accuracy. */
  private static final double ERROR_RATE_OF_NO_ACCURACY = 3;

  private HealthScore() {}

  /**
   * @param students at least 0
   * @param active of the students
   * @param struggling of the students
   * @param frustration mean score, 0 to 1
   * @param errorRate errors per active student and minute, at least 0
   * @param satisfaction mean rating, 1 to 5
   */
  static double of(
      int students,
      int active,
      int struggling,
      double frustration,
      double errorRate,
      Optional<Double> satisfaction) {
    if (students == 0) {
      return 100;
    }
    double weights = CALM + COPING + ACCURACY + ACTIVITY;
    double sum =
        CALM * (1 - frustration)
            + COPING * (1 - (double) struggling / students)
            + ACCURACY * (1 - Math.min(1, errorRate / ERROR_RATE_OF_NO_ACCURACY))
            + ACTIVITY * active / students;
    if (satisfaction.isPresent()) {
      weights += SATISFACTION;
      sum += SATISFACTION * (satisfaction.get() - 1) / 4;
    }
    return 100 * Math.max(0, Math.min(1, sum / weights));
  }
}
