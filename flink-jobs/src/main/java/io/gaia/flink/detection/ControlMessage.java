package io.gaia.flink.detection;

import io.gaia.flink.common.ErasureSignal;

/**
 * What every instance of the student operator must know: a changed rule, that a class has become
 * active or quiet, or that a student was erased.
 *
 * @param subject scope of the rule, or classroom
 * @param erased the rule is gone
 * @param rule what it says; nothing in other forms
 * @param at since when the class is so
 * @param active whether enough of the class is active
 * @param settled decided when no event of that time could come any more: for the history
 * @param erasure to be remembered; a placeholder in other forms
 */
public record ControlMessage(
    Form form,
    String subject,
    boolean erased,
    RuleState rule,
    long at,
    boolean active,
    boolean settled,
    ErasureSignal erasure) {

  /** What it is. */
  public enum Form {
    RULE,
    CLASS_ACTIVITY,
    ERASURE
  }

  static ControlMessage rule(String scope, RuleState rule) {
    return new ControlMessage(Form.RULE, scope, false, rule, 0, false, false, ErasureSignal.NONE);
  }

  static ControlMessage noRule(String scope) {
    return new ControlMessage(
        Form.RULE, scope, true, new RuleState(), 0, false, false, ErasureSignal.NONE);
  }

  static ControlMessage activity(String classroomId, long at, boolean active, boolean settled) {
    return new ControlMessage(
        Form.CLASS_ACTIVITY,
        classroomId,
        false,
        new RuleState(),
        at,
        active,
        settled,
        ErasureSignal.NONE);
  }

  static ControlMessage erasure(ErasureSignal erasure) {
    return new ControlMessage(Form.ERASURE, "", false, new RuleState(), 0, false, false, erasure);
  }
}
