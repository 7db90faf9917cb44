package io.gaia.flink.common;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Stands beside each reader and tells how far it is: now and then with an event, and whenever its
 * watermark goes on or it becomes silent. What is held back goes with the next event.
 */
final class ClockSampler<T extends Timed> extends AbstractStreamOperator<ClockSample>
    implements OneInputStreamOperator<T, ClockSample> {
  private static final long serialVersionUID = 1;
  private static final long INTERVAL_MS = 100;

  private transient long newest;
  private transient long settled;
  private transient long sent;
  private transient long nextAt;
  private transient boolean active;

  @Override
  public void open() throws Exception {
    super.open();
    newest = Timed.UNKNOWN;
    settled = Long.MIN_VALUE;
    sent = Timed.UNKNOWN;
    nextAt = Long.MIN_VALUE;
    active = true;
  }

  @Override
  public void processElement(StreamRecord<T> record) {
    T event = record.getValue();
    newest = Math.max(newest, event.clockAt());
    long now = getProcessingTimeService().getCurrentProcessingTime();
    boolean readLate = EventClock.isReadLate(event, now);
    if ((newest > sent || readLate) && now >= nextAt) {
      tell(readLate);
      nextAt = now + INTERVAL_MS;
    }
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    if (!watermark.equals(Watermark.MAX_WATERMARK)) {
      settled = watermark.getTimestamp();
      tell(false);
    }
    super.processWatermark(watermark);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    active = status.isActive();
    tell(false);
    super.processWatermarkStatus(status);
  }

  private void tell(boolean readLate) {
    int reader = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    int readers = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    output.collect(
        new StreamRecord<>(new ClockSample(reader, readers, newest, settled, active, readLate)));
    sent = newest;
  }
}
