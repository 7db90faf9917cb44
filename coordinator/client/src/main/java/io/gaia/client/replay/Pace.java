package io.gaia.client.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When to send the events of a log, and how far to shift their times.
 *
 * <p>Gaps between events are divided by the speed; a gap of more than {@link Recording#LONG_PAUSE}
 * is not waited for. Times are shifted by one constant, so their gaps stay as recorded. The
 * constant is the largest that puts no event later than the moment it is sent: at a speed of 1 or
 * more the last event is sent at its own time, and the earlier ones after theirs.
 */
public final class Pace {

  /** As fast as possible: no waiting at all. */
  public static final double MAX_SPEED = Double.POSITIVE_INFINITY;

  private final Duration[] offsets;
  private final Duration leadOfLog;
  private final Instant logStart;

  private Pace(Duration[] offsets, Duration leadOfLog, Instant logStart) {
    this.offsets = offsets;
    this.leadOfLog = leadOfLog;
    this.logStart = logStart;
  }

  /**
   * @param times in order, at least one
   * @param speed seconds of log a second, more than 0; {@link #MAX_SPEED} for no waiting
   */
  public static Pace of(List<Instant> times, double speed) {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("speed takes a number above 0, not " + speed);
    }
    Duration[] offsets = new Duration[times.size()];
    Instant start = times.get(0);
    Duration waited = Duration.ZERO;
    Duration lead = Duration.ZERO;
    for (int i = 0; i < offsets.length; i++) {
      if (i > 0) {
        waited = waited.plus(wait(Duration.between(times.get(i - 1), times.get(i)), speed));
      }
      offsets[i] = waited;
      Duration ahead = Duration.between(start, times.get(i)).minus(waited);
      lead = ahead.compareTo(lead) > 0 ? ahead : lead;
    }
    return new Pace(offsets, lead, start);
  }

  /** Total time of the log's gaps, without the long pauses. */
  public static Duration activeTime(List<Instant> times) {
    return of(times, 1).duration();
  }

  /** From the first event to the last, as played. */
  public Duration duration() {
    return offsets[offsets.length - 1];
  }

  /** When to send the event with this index, counted from the start of the replay. */
  public Duration offset(int index) {
    return offsets[index];
  }

  /** What to add to every recorded time when the replay starts at {@code replayStart}. */
  public Duration shift(Instant replayStart) {
    return Duration.between(logStart, replayStart).minus(leadOfLog);
  }

  private static Duration wait(Duration gap, double speed) {
    if (gap.compareTo(Recording.LONG_PAUSE) > 0) {
      return Duration.ZERO;
    }
    return Duration.ofNanos((long) (gap.toNanos() / speed));
  }
}
