package io.gaia.flink.detection.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What rules may change.
 *
 * @param threshold the level at which an episode opens
 * @param weights of signals that differ from the default
 * @param windowsMillis of signals that look back otherwise than by default
 */
public record Settings(
    Level threshold, Map<Signal, Double> weights, Map<Signal, Long> windowsMillis) {

  public static final Settings DEFAULT =
      new Settings(DetectionDefaults.THRESHOLD, Map.of(), Map.of());

  public Settings {
    weights = ordered(weights);
    windowsMillis = ordered(windowsMillis);
  }

  private static <V> Map<Signal, V> ordered(Map<Signal, V> bySignal) {
    EnumMap<Signal, V> ordered = new EnumMap<>(Signal.class);
    ordered.putAll(bySignal);
    return Collections.unmodifiableMap(ordered);
  }

  /** How far back the signal looks. */
  public long windowMillis(Signal signal) {
    Long changed = windowsMillis.get(signal);
    return changed == null ? DetectionDefaults.rule(signal).windowMillis() : changed;
  }

  public double weight(Signal signal) {
    Double changed = weights.get(signal);
    return changed == null ? DetectionDefaults.rule(signal).weight() : changed;
  }
}
