package io.gaia.flink.detection;

import java.util.HashMap;
import java.util.Map;

/** A rule as the student operator keeps it; its fields are state. */
public class RuleState {
  /** Name of a level; empty when the rule says nothing about it. */
  public String threshold = "";

  public Map<String, Double> weights = new HashMap<>();
}
