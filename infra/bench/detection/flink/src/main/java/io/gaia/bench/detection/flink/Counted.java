package io.gaia.bench.detection.flink;

import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.api.common.functions.MapFunction;

/** Counts what passes, over all threads of this process. */
final class Counted<T> implements MapFunction<T, T> {
  private static final long serialVersionUID = 1;

  static final LongAdder TAKEN = new LongAdder();

  @Override
  public T map(T value) {
    TAKEN.increment();
    return value;
  }
}
