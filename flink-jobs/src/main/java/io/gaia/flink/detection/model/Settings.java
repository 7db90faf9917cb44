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
 * @param ramps of signals that begin to count elsewhere than by default
 */
public record Settings(
    Level threshold,
    Map<Signal, Double> weights,
    Map<Signal, Long> windowsMillis,
    Map<Signal, Ramp> ramps) {

  public static final Settings DEFAULT =
      new Settings(DetectionDefaults.THRESHOLD, Map.of(), Map.of());

  public Settings {
    weights = ordered(weights);
    windowsMillis = ordered(windowsMillis);
    ramps = ordered(ramps);
  }

  /** With the table's ramps. */
  public Settings(Level threshold, Map<Signal, Double> weights, Map<Signal, Long> windowsMillis) {
    this(threshold, weights, windowsMillis, Map.of());
  }

  private static <V> Map<Signal, V> ordered(Map<Signal, V> bySignal) {
    EnumMap<Signal, V> ordered = new EnumMap<>(Signal.class);
    ordered.putAll(bySignal);
    return Collections.unmodifiableMap(ordered);
  }

  /** The table's rule, with the ramp that is in force. */
  SignalRule rule(Signal signal) {
    SignalRule rule = DetectionDefaults.rule(signal);
    Ramp changed = ramps.get(signal);
    return changed == null ? rule : rule.withRamp(changed);
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
