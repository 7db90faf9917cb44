package io.gaia.client.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A session as the coordinator knows it. {@link LiveSession} is one that this process keeps alive.
 *
 * @param health {@code healthy}, {@code degraded} after half a lease of silence, or {@code
 *     unhealthy}
 * @param stalled it has tasks and reports no progress
 * @param incarnation grows each time the name comes back; what an older one holds is fenced off
 * @param reason why it failed
 */
public record Session(
    String id,
    String name,
    String userId,
    String tier,
    String provider,
    List<String> capabilities,
    SessionStatus status,
    String health,
    boolean stalled,
    Optional<String> lessonId,
    Optional<TimeWindow> timeWindow,
    int maxConcurrentTasks,
    int currentTaskCount,
    int consecutiveFailures,
    Instant lastHeartbeat,
    Instant lastProgress,
    Instant leaseExpiresAt,
    long incarnation,
    JsonNode metadata,
    Statistics statistics,
    Optional<String> reason) {

  /**
   * What it has done so far.
   *
   * @param meanTaskSeconds over the completed ones
   */
  public record Statistics(long tasksCompleted, long tasksFailed, double meanTaskSeconds) {}

  /** How long it may be silent: both times are the coordinator's, only their distance counts. */
  Duration lease() {
    return Duration.between(lastHeartbeat, leaseExpiresAt);
  }
}
