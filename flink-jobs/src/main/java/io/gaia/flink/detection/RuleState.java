package io.gaia.flink.detection;

import io.gaia.flink.detection.model.QuietHours;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A rule as the operators keep it; its fields are state. */
public class RuleState {
  /** Name of a level; empty when the rule says nothing about it. */
  public String threshold = "";

  public Map<String, Double> weights = new HashMap<>();

  /** Seconds by signal; null in state that is older than the field. */
  public Map<String, Integer> windows = new HashMap<>();

  /** Of ramps by signal; null in state that is older than the field. */
  public Map<String, Double> watches = new HashMap<>();

  /** As {@link #watches}, and for the same signals. */
  public Map<String, Double> acts = new HashMap<>();

  /** Null when the rule says nothing about it, as in state that is older than the field. */
  public Integer loudPerHour;

  /** Null when the rule says nothing about it, as in state that is older than the field. */
  public List<QuietHours> quietHours;

  /** Epoch milliseconds; null when the rule says nothing about it, as in older state. */
  public Long mutedUntil;
}
