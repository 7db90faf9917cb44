package io.gaia.flink.detection;

import java.util.Map;

/**
 * What every instance of the student operator must know: a changed rule, or that a class has become
 * active or quiet.
 *
 * @param subject scope of the rule, or classroom
 * @param erased the rule is gone
 * @param threshold level of the rule; empty when it says nothing
 * @param weights of the rule
 * @param at since when the class is so
 * @param active whether enough of the class is active
 * @param settled decided when no event of that time could come any more: for the history
 */
public record ControlMessage(
    Form form,
    String subject,
    boolean erased,
    String threshold,
    Map<String, Double> weights,
    long at,
    boolean active,
    boolean settled) {

  /** What it is. */
  public enum Form {
    RULE,
    CLASS_ACTIVITY
  }

  static ControlMessage rule(String scope, String threshold, Map<String, Double> weights) {
    return new ControlMessage(
        Form.RULE, scope, false, threshold, Map.copyOf(weights), 0, false, false);
  }

  static ControlMessage noRule(String scope) {
    return new ControlMessage(Form.RULE, scope, true, "", Map.of(), 0, false, false);
  }

  static ControlMessage activity(String classroomId, long at, boolean active, boolean settled) {
    return new ControlMessage(
        Form.CLASS_ACTIVITY, classroomId, false, "", Map.of(), at, active, settled);
  }
}
