package io.gaia.schemas.event;

import java.util.Map;
import java.util.Optional;

/**
 * What a scope changes of the detection defaults.
 *
 * @param scope {@code global}, {@code school:x}, {@code classroom:y} or {@code app:z}
 * @param threshold the level at which an episode opens
 * @param weights of signals by name, -1 to 1
 */
public record DetectionRules(
    String scope, Optional<FrustrationLevel> threshold, Map<String, Double> weights) {
  public static final String GLOBAL_SCOPE = "global";
}
