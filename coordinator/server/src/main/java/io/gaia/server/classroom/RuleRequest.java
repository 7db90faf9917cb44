package io.gaia.server.classroom;

import io.gaia.schemas.event.DetectionRules;
import io.gaia.schemas.event.FieldFault;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.SignalName;
import io.gaia.schemas.event.SignalRamp;
import io.gaia.schemas.event.WeeklyHours;
import io.gaia.server.http.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * What a rule is to say; what is absent it leaves to wider rules.
 *
 * @param threshold the level at which a teacher is told
 * @param weights of signals by name
 * @param windows how far back signals look, by name, in seconds
 * @param ramps where signals begin to count, and from where more counts no more, by name
 * @param loudPerHour alerts with sound that a teacher gets in an hour
 * @param quietHours in which alerts come without sound; an empty list: none
 * @param mutedUntil until when alerts come without sound
 */
record RuleRequest(
    @Schema(allowableValues = {"low", "medium", "high", "critical"}) Optional<String> threshold,
    Optional<Map<String, Double>> weights,
    Optional<Map<String, Integer>> windows,
    Optional<Map<String, SignalRamp>> ramps,
    Optional<Integer> loudPerHour,
    Optional<List<WeeklyHours>> quietHours,
    Optional<String> mutedUntil) {

  private static final int MOST_QUIET_HOURS = 20;

  /** The rule, or a problem that names the field. */
  DetectionRules toRules(RuleScope scope) {
    return new DetectionRules(
        scope.toString(),
        threshold.map(RuleRequest::level),
        checked(weights.orElse(Map.of())),
        windows.map(each -> checked("windows", each, SignalName::refusesWindow)),
        ramps.map(each -> checked("ramps", each, SignalName::refusesRamp)),
        loudPerHour.map(RuleRequest::perHour),
        quietHours.map(RuleRequest::checked),
        mutedUntil.flatMap(RuleRequest::instant));
  }

  private static FrustrationLevel level(String name) {
    return Arrays.stream(FrustrationLevel.values())
        .filter(level -> level != FrustrationLevel.NONE && level.wireName().equals(name))
        .findFirst()
        .orElseThrow(() -> invalid("threshold", "takes low, medium, high or critical"));
  }

  private static Map<String, Double> checked(Map<String, Double> weights) {
    weights.forEach(
        (signal, weight) -> {
          String field = "weights." + signal;
          signal(field, signal);
          if (weight == null || !(weight >= -1 && weight <= 1)) {
            throw invalid(field, "takes -1 to 1; 0 mutes the signal");
          }
        });
    return new TreeMap<>(weights);
  }

  /**
   * @param refuses what is wrong with a signal's value
   */
  private static <V> Map<String, V> checked(
      String what, Map<String, V> bySignal, BiFunction<SignalName, V, Optional<String>> refuses) {
    bySignal.forEach(
        (signal, value) -> {
          String field = what + "." + signal;
          refuses
              .apply(signal(field, signal), value)
              .ifPresent(
                  why -> {
                    throw invalid(field, why);
                  });
        });
    return new TreeMap<>(bySignal);
  }

  private static SignalName signal(String field, String name) {
    return SignalName.byWireName(name)
        .orElseThrow(() -> invalid(field, "is no signal; there are " + signals()));
  }

  private static String signals() {
    return Arrays.stream(SignalName.values())
        .map(SignalName::wireName)
        .collect(Collectors.joining(", "));
  }

  private static int perHour(int loud) {
    if (loud < 0 || loud > DetectionRules.LOUD_PER_HOUR_MOST) {
      throw invalid("loud_per_hour", "takes 0 to " + DetectionRules.LOUD_PER_HOUR_MOST);
    }
    return loud;
  }

  private static List<WeeklyHours> checked(List<WeeklyHours> hours) {
    FieldFault.inList("quiet_hours", hours, MOST_QUIET_HOURS, WeeklyHours::fault)
        .ifPresent(
            fault -> {
              throw invalid(fault.field(), fault.takes());
            });
    return hours;
  }

  private static Optional<Instant> instant(String text) {
    return QueryParameters.time("muted_until", text);
  }

  static RuntimeException invalid(String field, String takes) {
    return Problem.invalidField(field, field + " " + takes).exception();
  }
}
