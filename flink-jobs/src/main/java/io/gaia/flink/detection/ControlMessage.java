package io.gaia.flink.detection;

import io.gaia.flink.common.ErasureSignal;
import io.gaia.flink.detection.model.QuietHours;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What every instance of the student operator must know: a changed rule, that a class has become
 * active or quiet, or that a student was erased.
 *
 * @param subject scope of the rule, or classroom
 * @param erased the rule is gone
 * @param threshold level of the rule; empty when it says nothing
 * @param weights of the rule
 * @param loudPerHour of the rule; negative when it says nothing
 * @param quietHours of the rule
 * @param hasQuietHours whether it says anything about them
 * @param mutedUntil of the rule, epoch milliseconds; {@link #SAYS_NOTHING}
 * @param at since when the class is so
 * @param active whether enough of the class is active
 * @param settled decided when no event of that time could come any more: for the history
 * @param erasure to be remembered; a placeholder in other forms
 */
public record ControlMessage(
    Form form,
    String subject,
    boolean erased,
    String threshold,
    Map<String, Double> weights,
    int loudPerHour,
    List<QuietHours> quietHours,
    boolean hasQuietHours,
    long mutedUntil,
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

  static final int SAYS_NOTHING = -1;

  static ControlMessage rule(String scope, String threshold, Map<String, Double> weights) {
    return rule(scope, threshold, weights, Optional.empty(), Optional.empty(), Optional.empty());
  }

  static ControlMessage rule(
      String scope,
      String threshold,
      Map<String, Double> weights,
      Optional<Integer> loudPerHour,
      Optional<List<QuietHours>> quietHours,
      Optional<Long> mutedUntil) {
    return new ControlMessage(
        Form.RULE,
        scope,
        false,
        threshold,
        Map.copyOf(weights),
        loudPerHour.orElse(SAYS_NOTHING),
        quietHours.orElse(List.of()),
        quietHours.isPresent(),
        mutedUntil.orElse((long) SAYS_NOTHING),
        0,
        false,
        false,
        ErasureSignal.NONE);
  }

  static ControlMessage noRule(String scope) {
    return new ControlMessage(
        Form.RULE,
        scope,
        true,
        "",
        Map.of(),
        SAYS_NOTHING,
        List.of(),
        false,
        SAYS_NOTHING,
        0,
        false,
        false,
        ErasureSignal.NONE);
  }

  static ControlMessage activity(String classroomId, long at, boolean active, boolean settled) {
    return new ControlMessage(
        Form.CLASS_ACTIVITY,
        classroomId,
        false,
        "",
        Map.of(),
        SAYS_NOTHING,
        List.of(),
        false,
        SAYS_NOTHING,
        at,
        active,
        settled,
        ErasureSignal.NONE);
  }

  static ControlMessage erasure(ErasureSignal erasure) {
    return new ControlMessage(
        Form.ERASURE,
        "",
        false,
        "",
        Map.of(),
        SAYS_NOTHING,
        List.of(),
        false,
        SAYS_NOTHING,
        0,
        false,
        false,
        erasure);
  }
}
