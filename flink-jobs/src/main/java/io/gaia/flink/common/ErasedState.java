package io.gaia.flink.common;

import java.util.ArrayList;
import java.util.List;

/** What is remembered of an erased student, or under {@link Erasures#SALTS}; fields are state. */
public class ErasedState {
  /** Epoch milliseconds; see {@link ErasureSignal#readmittedAt}. */
  public long readmittedAt = ErasureSignal.NEVER;

  public List<String> salts = new ArrayList<>();
}
