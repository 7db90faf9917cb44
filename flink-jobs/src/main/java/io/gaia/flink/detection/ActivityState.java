package io.gaia.flink.detection;

import java.util.ArrayList;
import java.util.List;

/** When a class became active and quiet; its fields are state. */
public class ActivityState {
  /** As far as is known now. */
  public boolean active;

  /** Changes that are settled, oldest first: when, and to what. */
  public List<Long> settledAt = new ArrayList<>();

  public List<Boolean> settledActive = new ArrayList<>();

  void settle(long at, boolean nowActive) {
    settledAt.add(at);
    settledActive.add(nowActive);
  }

  /** Forgets what was before {@code time}, but for what held then. */
  void forgetBefore(long time) {
    while (settledAt.size() > 1 && settledAt.get(1) <= time) {
      settledAt.remove(0);
      settledActive.remove(0);
    }
  }

  boolean wasActive(long time) {
    boolean active = false;
    for (int i = 0; i < settledAt.size() && settledAt.get(i) <= time; i++) {
      active = settledActive.get(i);
    }
    return active;
  }
}
