package io.gaia.flink.detection.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one teacher was told lately. Its fields are state. */
public class CareState {

  /** When alerts were told loudly, epoch milliseconds. */
  public List<Long> loud = new ArrayList<>();

  /** Of the alerts that are not over: whether the last word was quiet. */
  public Map<String, Boolean> quiet = new HashMap<>();

  /** The newest time seen. */
  public long now;
}
