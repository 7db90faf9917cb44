package io.gaia.client.http;

import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait before a request is sent again: doubled from round to round up to a limit, and
 * spread by chance, so that many clients that lost one server do not come back as one.
 */
final class RetryPause {

  static final Duration FIRST = Duration.ofMillis(200);
  static final Duration LONGEST = Duration.ofSeconds(2);

  /** What a server asks for is heeded up to here. */
  static final Duration LONGEST_ASKED = Duration.ofSeconds(30);

  private static final int MOST_DOUBLINGS = 16;

  private RetryPause() {}

  /**
   * @param failures tries so far, at least 1
   * @param servers that a request may go to; the next of them is tried at once, and only a round in
   *     which all failed is followed by a pause
   * @param asked what the server's {@code Retry-After} says: the pause is not shorter
   * @param chance from 0 to 1
   */
  static Duration after(int failures, int servers, Optional<Duration> asked, double chance) {
    if (failures % servers != 0) {
      return Duration.ZERO;
    }
    int round = Math.min(failures / servers - 1, MOST_DOUBLINGS);
    long full = Math.min(LONGEST.toMillis(), FIRST.toMillis() << round);
    Duration pause = Duration.ofMillis(Math.round(full * (0.5 + chance / 2)));
    // spread, too: all were told the same time
    return asked
        .map(time -> time.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : time)
        .filter(time -> time.compareTo(pause) > 0)
        .map(time -> time.plus(pause.dividedBy(4)))
        .orElse(pause);
  }
}
