package io.gaia.client.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When to send a simulated event. What lies before {@code liveFrom} is history and goes at once;
 * after it the speed counts. No event is sent before its own time.
 *
 * @param wallStart when sending begins
 */
public record LivePace(Instant wallStart, Instant liveFrom, double speed) {

  /**
   * At a speed over 1 the simulated clock would run ahead of the wall, so live begins as long
   * before the start as makes both meet at the end.
   *
   * @param speed simulated seconds a second, more than 0; infinite for no waiting
   * @param duration of the live part in simulated time; needed for a speed over 1
   * @throws IllegalArgumentException if the duration is needed and absent
   */
  public static LivePace startingAt(Instant wallStart, double speed, Optional<Duration> duration) {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("speed takes a number above 0");
    }
    if (speed <= 1) {
      return new LivePace(wallStart, wallStart, speed);
    }
    Duration live =
        duration.orElseThrow(() -> new IllegalArgumentException("a speed over 1 takes a duration"));
    Duration lead = live.minus(played(live, speed));
    return new LivePace(wallStart, wallStart.minus(lead), speed);
  }

  public Instant sendAt(Instant eventTime) {
    return eventTime.isBefore(liveFrom)
        ? wallStart
        : wallStart.plus(played(Duration.between(liveFrom, eventTime), speed));
  }

  private static Duration played(Duration simulated, double speed) {
    return Duration.ofMillis((long) (simulated.toMillis() / speed));
  }
}
