package io.gaia.flink.common;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes the records of a table-like topic on, and gives the last watermark of all once the topic
 * was read up to where it ended at the start of the job: "all that was known is known now". Until
 * then it gives none, so who reads this beside events can wait for it. Empty topics are read at
 * once; after a restore the positions are known and only what is new is waited for.
 *
 * <p>Offsets may have gaps at the end (compaction, transaction markers); so when no record comes
 * for {@link #PATIENCE_MS} after the end is known, that is the end too.
 */
public final class CaughtUpGate extends AbstractStreamOperator<RawRecord>
    implements OneInputStreamOperator<RawRecord, RawRecord> {
  private static final long serialVersionUID = 1;
  private static final Logger GATE_LOG = LoggerFactory.getLogger(CaughtUpGate.class);

  /** How long no record comes before the topic counts as read although offsets are missing. */
  static final long PATIENCE_MS = 10_000;

  private static final long LOOK_MS = 100;

  private final String what;
  private final EndOffsets endOffsets;

  private transient ListState<Tuple2<Integer, Long>> stored;
  private transient Map<Integer, Long> next;
  private transient Map<Integer, Long> ends;
  private transient boolean caughtUp;
  private transient long lastNewsAt;

  CaughtUpGate(String what, EndOffsets endOffsets) {
    this.what = what;
    this.endOffsets = endOffsets;
  }

  /** {@code records} must come from one source instance, in the order of their offsets. */
  public static SingleOutputStreamOperator<RawRecord> after(
      DataStream<RawRecord> records, String what, EndOffsets endOffsets, String uid) {
    return records
        .transform(
            what + " read to its end?", records.getType(), new CaughtUpGate(what, endOffsets))
        .setParallelism(1)
        .setMaxParallelism(1)
        .uid(uid);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    stored =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("positions", Types.TUPLE(Types.INT, Types.LONG)));
    next = new HashMap<>();
    for (Tuple2<Integer, Long> position : stored.get()) {
      next.put(position.f0, position.f1);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    stored.clear();
    for (Map.Entry<Integer, Long> position : new TreeMap<>(next).entrySet()) {
      stored.add(Tuple2.of(position.getKey(), position.getValue()));
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    lastNewsAt = getProcessingTimeService().getCurrentProcessingTime();
    look(lastNewsAt);
  }

  private void look(long now) {
    if (ends == null) {
      try {
        ends = endOffsets.read();
        lastNewsAt = now;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (Exception e) {
        GATE_LOG.warn("where {} ends is not known yet: {}", what, e.toString());
      }
    }
    checkCaughtUp(now);
    if (!caughtUp) {
      getProcessingTimeService().registerTimer(now + LOOK_MS, this::look);
    }
  }

  @Override
  public void processElement(StreamRecord<RawRecord> element) {
    RawRecord record = element.getValue();
    output.collect(element);
    next.merge(record.partition(), record.offset() + 1, Math::max);
    if (!caughtUp) {
      lastNewsAt = getProcessingTimeService().getCurrentProcessingTime();
      checkCaughtUp(lastNewsAt);
    }
  }

  private void checkCaughtUp(long now) {
    if (caughtUp || ends == null) {
      return;
    }
    boolean atEnd =
        ends.entrySet().stream()
            .allMatch(end -> next.getOrDefault(end.getKey(), 0L) >= end.getValue());
    if (atEnd || now - lastNewsAt >= PATIENCE_MS) {
      caughtUp = true;
      GATE_LOG.info("{} is read to its end ({} partitions with records)", what, ends.size());
      output.emitWatermark(Watermark.MAX_WATERMARK);
    }
  }

  /** A finished source is at its end; other watermarks mean nothing for a table. */
  @Override
  public void processWatermark(Watermark watermark) {
    if (watermark.equals(Watermark.MAX_WATERMARK) && !caughtUp) {
      caughtUp = true;
      output.emitWatermark(watermark);
    }
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) {
    // a table is never idle: it holds events back until it is read, and then never again
  }
}
