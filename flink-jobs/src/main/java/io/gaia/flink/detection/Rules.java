package io.gaia.flink.detection;

import io.gaia.flink.detection.model.CareSettings;
import io.gaia.flink.detection.model.Level;
import io.gaia.flink.detection.model.QuietHours;
import io.gaia.flink.detection.model.Ramp;
import io.gaia.flink.detection.model.Settings;
import io.gaia.flink.detection.model.Signal;
import io.gaia.flink.detection.model.WeeklyHours;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.Types;

/** The rules in force. A narrower scope wins: global, school, app, classroom. */
final class Rules {
  static final MapStateDescriptor<String, RuleState> STATE =
      new MapStateDescriptor<>("rules", Types.STRING, Types.POJO(RuleState.class));

  private Rules() {}

  static Settings inForce(
      ReadOnlyBroadcastState<String, RuleState> rules,
      String schoolId,
      String appName,
      String classroomId)
      throws Exception {
    if (!rules.immutableEntries().iterator().hasNext()) {
      return Settings.DEFAULT;
    }
    Level threshold = Settings.DEFAULT.threshold();
    Map<Signal, Double> weights = new EnumMap<>(Signal.class);
    Map<Signal, Long> windows = new EnumMap<>(Signal.class);
    Map<Signal, Ramp> ramps = new EnumMap<>(Signal.class);
    boolean any = false;
    for (String scope : scopes(schoolId, appName, classroomId)) {
      RuleState rule = rules.get(scope);
      if (rule != null) {
        any = true;
        threshold = rule.threshold.isEmpty() ? threshold : Level.valueOf(rule.threshold);
        rule.weights.forEach(
            (name, weight) ->
                Signal.byWireName(name).ifPresent(signal -> weights.put(signal, weight)));
        if (rule.windows != null) {
          rule.windows.forEach(
              (name, seconds) ->
                  Signal.byWireName(name)
                      .ifPresent(signal -> windows.put(signal, seconds * 1_000L)));
        }
        if (rule.watches != null && rule.acts != null) {
          rule.watches.forEach(
              (name, watch) ->
                  Signal.byWireName(name)
                      .ifPresent(
                          signal -> ramps.put(signal, new Ramp(watch, rule.acts.get(name)))));
        }
      }
    }
    return any ? new Settings(threshold, weights, windows, ramps) : Settings.DEFAULT;
  }

  static CareSettings careInForce(
      ReadOnlyBroadcastState<String, RuleState> rules,
      String schoolId,
      String appName,
      String classroomId)
      throws Exception {
    if (!rules.immutableEntries().iterator().hasNext()) {
      return CareSettings.DEFAULT;
    }
    CareSettings care = CareSettings.DEFAULT;
    for (String scope : scopes(schoolId, appName, classroomId)) {
      RuleState rule = rules.get(scope);
      if (rule != null) {
        care =
            new CareSettings(
                rule.loudPerHour == null ? care.loudPerHour() : rule.loudPerHour,
                rule.quietHours == null ? care.quietHours() : hoursOf(rule.quietHours),
                rule.mutedUntil == null ? care.mutedUntil() : rule.mutedUntil);
      }
    }
    return care;
  }

  private static List<WeeklyHours> hoursOf(List<QuietHours> kept) {
    return kept.stream().map(QuietHours::hours).toList();
  }

  private static List<String> scopes(String schoolId, String appName, String classroomId) {
    return List.of("global", "school:" + schoolId, "app:" + appName, "classroom:" + classroomId);
  }

  /** Takes what a message says about a rule. */
  static void take(ControlMessage message, BroadcastState<String, RuleState> rules)
      throws Exception {
    if (message.erased()) {
      rules.remove(message.subject());
      return;
    }
    rules.put(message.subject(), message.rule());
  }
}
