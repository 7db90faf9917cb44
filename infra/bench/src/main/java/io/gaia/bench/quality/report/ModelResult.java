package io.gaia.bench.quality.report;

import java.util.List;

/**
 * How good one model is on one data set, by students that nothing was fitted on. NaN where nothing
 * can be said.
 *
 * @param calls empty when the model's score has no levels
 */
public record ModelResult(String model, List<OfGroup> groups, List<CallResult> calls) {

  /**
   * Among the cases of a group.
   *
   * @param areaUnderCurve of the ROC curve
   * @param levels empty when the model's score has no levels
   */
  public record OfGroup(
      String group, int cases, double shareStuck, double areaUnderCurve, List<OfLevel> levels) {}

  /** Calling all that score at this level or above. */
  public record OfLevel(String level, double precision, double recall) {}

  /**
   * What calling at medium gives.
   *
   * @param right share of the calls that are about somebody who was stuck on the item
   * @param told share of those who were stuck that were told before the label could be known
   * @param leadSeconds median of how long before
   */
  public record CallResult(double perClassHour, double right, double told, double leadSeconds) {}
}
