package io.gaia.flink.detection;

import io.gaia.flink.common.ErasureSignal;

/**
 * What every instance of the student operator must know: a changed rule, that a class has become
 * active or quiet, that a student was erased, or when a class is in session.
 *
 * @param subject scope of the rule, or classroom
 * @param erased the rule is gone
 * @param rule what it says; nothing in other forms
 * @param at since when the class is so
 * @param active whether enough of the class is active
 * @param settled decided when no event of that time could come any more: for the history
 * @param erasure to be remembered; a placeholder in other forms
 * @param timetable of the class; a placeholder in other forms
 */
public record ControlMessage(
    Form form,
    String subject,
    boolean erased,
    RuleState rule,
    long at,
    boolean active,
    boolean settled,
    ErasureSignal erasure,
    ClassTimetable timetable) {

  /** What it is. */
  public enum Form {
    RULE,
    CLASS_ACTIVITY,
    ERASURE,
    TIMETABLE
  }

  static ControlMessage rule(String scope, RuleState rule) {
    return about(Form.RULE, scope, false, rule, ErasureSignal.NONE, ClassTimetable.NONE);
  }

  static ControlMessage noRule(String scope) {
    return about(Form.RULE, scope, true, new RuleState(), ErasureSignal.NONE, ClassTimetable.NONE);
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
        ErasureSignal.NONE,
        ClassTimetable.NONE);
  }

  static ControlMessage erasure(ErasureSignal erasure) {
    return about(Form.ERASURE, "", false, new RuleState(), erasure, ClassTimetable.NONE);
  }

  static ControlMessage timetable(ClassTimetable timetable) {
    String classroomId = timetable.classroomId();
    return about(
        Form.TIMETABLE, classroomId, false, new RuleState(), ErasureSignal.NONE, timetable);
  }

  private static ControlMessage about(
      Form form,
      String subject,
      boolean erased,
      RuleState rule,
      ErasureSignal erasure,
      ClassTimetable timetable) {
    return new ControlMessage(form, subject, erased, rule, 0, false, false, erasure, timetable);
  }
}
