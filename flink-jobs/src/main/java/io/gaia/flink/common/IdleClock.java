package io.gaia.flink.common;

import java.time.Duration;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Takes samples of event time and gives a watermark that goes on while the sources are idle: from
 * the newest event, at the wall clock's pace. After a restart it stands still until the first
 * sample.
 *
 * <p>While a source is not idle, it is as far as the sources' own watermarks, and no further. It
 * must not be: in a union, a source that was idle counts again only once it is as far as time is.
 * With a clock that was always ahead, that was never, and time went by the newest event whatever
 * partition it was from.
 *
 * <p>While a reader catches up, what was read last is not how far time is: time goes as far as
 * {@link Readers} let it, and the sources' own watermarks wait for that.
 */
final class IdleClock<O> extends AbstractStreamOperator<O>
    implements OneInputStreamOperator<ClockSample, O> {
  private static final long serialVersionUID = 2;
  private static final long INTERVAL_MS = 200;

  /** Within it, a source that was idle and has a newer event says that it is not. */
  private static final long SOURCE_SPEAKS_WITHIN_MS = 1_000;

  private final long behindMs;
  private final Duration caughtUpAfter;
  private transient Readers readers;
  private transient long newest;
  private transient long newestCameAt;
  private transient long heard;
  private transient long heardAt;
  private transient long heardSince;
  private transient long emitted;

  /**
   * @param behind the newest sample
   * @param caughtUpAfter so long after the last sample that was read late
   */
  IdleClock(Duration behind, Duration caughtUpAfter) {
    this.behindMs = behind.toMillis();
    this.caughtUpAfter = caughtUpAfter;
  }

  @Override
  public void open() throws Exception {
    super.open();
    readers = new Readers(caughtUpAfter);
    newest = Long.MIN_VALUE;
    heard = Long.MIN_VALUE;
    emitted = Long.MIN_VALUE;
    scheduleNext();
  }

  private void scheduleNext() {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    getProcessingTimeService()
        .registerTimer(
            now + INTERVAL_MS,
            time -> {
              advance(time);
              scheduleNext();
            });
  }

  @Override
  public void processElement(StreamRecord<ClockSample> record) {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    ClockSample sample = record.getValue();
    readers.hear(sample, now);
    if (sample.newest() > heard) {
      heardSince = heard == newest ? now : heardSince;
      heard = sample.newest();
      heardAt = now;
    }
    advance(now);
  }

  private void advance(long now) {
    // what comes first after a silence may be far ahead of what comes next
    if (!readers.areSilent(now) || now - heardSince >= SOURCE_SPEAKS_WITHIN_MS) {
      newest = heard;
      newestCameAt = heardAt;
    }
    if (newest == Long.MIN_VALUE) {
      return;
    }
    long time =
        readers.areSilent(now)
            ? newest + Math.max(0, now - newestCameAt) - behindMs - 1
            : readers.settled(now);
    if (time > emitted) {
      emitted = time;
      output.emitWatermark(new Watermark(time));
    }
  }

  /** The sources' watermark comes by the events themselves; the end of all input passes. */
  @Override
  public void processWatermark(Watermark watermark) {
    if (watermark.equals(Watermark.MAX_WATERMARK)) {
      output.emitWatermark(watermark);
    }
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) {
    // this clock is what goes on when the sources are idle
  }
}
