package io.gaia.client.coordination;

import java.util.Map;
import java.util.Optional;

/**
 * The queue as a whole.
 *
 * @param counts tasks by status
 * @param oldestAgeSeconds of the pending task that was enqueued first; absent when none is pending
 * @param waitingClaims requests on the asked node that wait for work
 */
public record Queue(
    boolean paused,
    Map<String, Long> counts,
    Optional<Double> oldestAgeSeconds,
    int waitingClaims) {

  /** How many tasks have that status. */
  public long count(TaskStatus status) {
    return counts.getOrDefault(status.wireName(), 0L);
  }
}
