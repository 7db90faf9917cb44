package io.gaia.flink.common;

import java.io.Serializable;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.util.clock.RelativeClock;

/**
 * The event time of one partition: a bit behind its newest event. When the partition is silent for
 * a while it holds nobody back.
 *
 * <p>While its reader catches up, as after a restart, no partition is silent: a consumer empties
 * what it fetched of one before it turns to the next, whose events would come late if time went on
 * without them.
 *
 * <p>A partition in which nobody is but one with a slow clock would hold all others back for as
 * long as that one works: who stays far behind holds nobody back after a while.
 */
final class PartitionClock<T extends Timed> implements WatermarkGenerator<T> {

  /**
   * Even while its reader catches up, a silent partition is waited for only so long: a few turns of
   * all others, each as short as {@link KafkaEnds#resuming} makes it.
   */
  static final Duration WAITED_FOR_AT_MOST = Duration.ofSeconds(30);

  /** So far behind the newest event that was read, it is no matter of a moment. */
  static final Duration FAR_BEHIND = Duration.ofMinutes(1);

  /** What the clocks of a reader's partitions share; one thread asks them all. */
  private static final class Reader {
    private long newest = Long.MIN_VALUE;
    private long behindSince = Long.MIN_VALUE / 2;
    private long behindAt = Long.MIN_VALUE / 2;

    void readLate(long now) {
      if (!catchesUp(now)) {
        behindSince = now;
      }
      behindAt = now;
    }

    boolean catchesUp(long now) {
      return now - behindAt < EventClock.SILENCE.toMillis();
    }
  }

  /** Makes the clocks of one reader: Flink gives each its own copy. */
  static final class OfReader<T extends Timed>
      implements WatermarkGeneratorSupplier<T>, Serializable {
    private static final long serialVersionUID = 1;

    private transient Reader reader;

    @Override
    public WatermarkGenerator<T> createWatermarkGenerator(Context context) {
      return clock(context.getInputActivityClock(), InstantSource.system());
    }

    PartitionClock<T> clock(RelativeClock activity, InstantSource wallClock) {
      if (reader == null) {
        reader = new Reader();
      }
      return new PartitionClock<>(reader, activity, wallClock);
    }
  }

  private final Reader reader;
  private final RelativeClock activity;
  private final InstantSource wallClock;
  private long newest = Long.MIN_VALUE;
  private long heardAt;
  private long nearAt;

  private PartitionClock(Reader reader, RelativeClock activity, InstantSource wallClock) {
    this.reader = reader;
    this.activity = activity;
    this.wallClock = wallClock;
    this.heardAt = activity.relativeTimeMillis();
    this.nearAt = heardAt;
  }

  @Override
  public void onEvent(T event, long timestamp, WatermarkOutput output) {
    newest = Math.max(newest, event.clockAt());
    reader.newest = Math.max(reader.newest, newest);
    heardAt = activity.relativeTimeMillis();
    long now = wallClock.millis();
    if (EventClock.isReadLate(event, now)) {
      reader.readLate(now);
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    boolean leftBehind = staysFarBehind();
    if (isSilent() || leftBehind) {
      output.markIdle();
      return;
    }
    output.markActive();
    if (newest != Long.MIN_VALUE) {
      output.emitWatermark(new Watermark(newest - EventClock.OUT_OF_ORDER.toMillis() - 1));
    }
  }

  private boolean isSilent() {
    long quiet = activity.relativeTimeMillis() - heardAt;
    long now = wallClock.millis();
    if (!reader.catchesUp(now)) {
      return quiet >= EventClock.SILENCE.toMillis();
    }
    return Math.min(quiet, now - reader.behindSince) >= WAITED_FOR_AT_MOST.toMillis();
  }

  /** Has to be asked each time: it notes when the partition was not far behind. */
  private boolean staysFarBehind() {
    long now = activity.relativeTimeMillis();
    boolean far = reader.newest != Long.MIN_VALUE && newest < reader.newest - FAR_BEHIND.toMillis();
    if (!far || reader.catchesUp(wallClock.millis())) {
      nearAt = now;
    }
    return now - nearAt >= WAITED_FOR_AT_MOST.toMillis();
  }
}
