package io.gaia.flink.detection;

import java.util.List;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;

/**
 * Runs a function whose state is in {@link LastUsed}, and has it written before state is stored.
 * Flink gives a function no way to set the key whose state it writes, so the operator is ours; it
 * stands where {@code process} of a broadcast stream would put Flink's own.
 */
final class WriteBackOperator<I, C, O> extends CoBroadcastWithKeyedOperator<String, I, C, O> {
  private static final long serialVersionUID = 1;

  /** A function that has state there. */
  interface Writer {
    /** Comes before the function is opened. */
    void keepIn(LastUsed lastUsed);
  }

  private final Writer writer;
  private transient LastUsed lastUsed;

  <F extends KeyedBroadcastProcessFunction<String, I, C, O> & Writer> WriteBackOperator(
      F function, List<MapStateDescriptor<?, ?>> broadcast) {
    super(function, broadcast);
    writer = function;
  }

  @Override
  public void open() throws Exception {
    lastUsed = new LastUsed(this);
    writer.keepIn(lastUsed);
    super.open();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    lastUsed.writeBack();
    super.snapshotState(context);
  }
}
