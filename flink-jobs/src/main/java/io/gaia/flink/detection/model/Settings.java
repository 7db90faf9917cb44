package io.gaia.flink.detection.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What rules may change.
 *
 * @param threshold the level at which an episode opens
 * @param weights of signals that differ from the default
 */
public record Settings(Level threshold, Map<Signal, Double> weights) {

  public static final Settings DEFAULT = new Settings(DetectionDefaults.THRESHOLD, Map.of());

  public Settings {
    EnumMap<Signal, Double> ordered = new EnumMap<>(Signal.class);
    ordered.putAll(weights);
    weights = Collections.unmodifiableMap(ordered);
  }

  public double weight(Signal signal) {
    Double changed = weights.get(signal);
    return changed == null ? DetectionDefaults.rule(signal).weight() : changed;
  }
}
