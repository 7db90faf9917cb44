package io.gaia.schemas.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a scope changes of the detection defaults.
 *
 * @param scope {@code global}, {@code school:x}, {@code classroom:y} or {@code app:z}
 * @param threshold the level at which an episode opens
 * @param weights of signals by name, -1 to 1; 0 mutes the signal
 * @param windows of signals by name, in seconds; see {@link SignalName#refusesWindow}
 * @param ramps of signals by name; see {@link SignalName#refusesRamp}
 * @param loudPerHour alerts with sound that a teacher gets in an hour, 0 to {@link
 *     #LOUD_PER_HOUR_MOST}; half as many more are kept for critical ones
 * @param quietHours in which every alert comes without sound; empty: none, whatever a wider scope
 *     says
 * @param mutedUntil until when every alert comes without sound
 */
public record DetectionRules(
    String scope,
    Optional<FrustrationLevel> threshold,
    Map<String, Double> weights,
    Optional<Map<String, Integer>> windows,
    Optional<Map<String, SignalRamp>> ramps,
    Optional<Integer> loudPerHour,
    Optional<List<WeeklyHours>> quietHours,
    Optional<Instant> mutedUntil) {
  public static final String GLOBAL_SCOPE = "global";
  public static final int LOUD_PER_HOUR_MOST = 60;

  /** Changes the detection alone. */
  public static DetectionRules of(
      String scope, Optional<FrustrationLevel> threshold, Map<String, Double> weights) {
    return new DetectionRules(
        scope,
        threshold,
        weights,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
