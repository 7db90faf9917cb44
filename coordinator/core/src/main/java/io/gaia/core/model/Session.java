package io.gaia.core.model;

import java.util.Optional;

/**
 * A coding session. Times are state time in milliseconds.
 *
 * @param incarnation grows with every registration of the name; what an older one held is fenced
 *     off
 * @param degradesAtMs when silence makes it degraded
 * @param silent it has been silent for half a lease
 * @param stallsAtMs when a session with tasks and without progress is stalled
 * @param stalled alive, with tasks, without progress
 * @param reason why it failed; absent while it lives
 * @param endedAtMs when it failed or left; 0 while it lives
 */
public record Session(
    String id,
    SessionProfile profile,
    SessionStatus status,
    long incarnation,
    long registeredAtMs,
    long lastHeartbeatMs,
    long lastProgressMs,
    long leaseExpiresAtMs,
    long degradesAtMs,
    boolean silent,
    long stallsAtMs,
    boolean stalled,
    int currentTaskCount,
    int consecutiveFailures,
    Statistics statistics,
    Optional<String> reason,
    long endedAtMs) {
  /** So many failed tasks in a row make a session degraded. */
  public static final int DEGRADING_FAILURES = 3;

  public SessionEdit edit() {
    return new SessionEdit(this);
  }

  public boolean lives() {
    return status.lives();
  }

  public Health health() {
    if (!lives() || stalled) {
      return Health.UNHEALTHY;
    }
    return silent || consecutiveFailures >= DEGRADING_FAILURES ? Health.DEGRADED : Health.HEALTHY;
  }

  /** How many more tasks it takes at that time; none when it is not offered work. */
  public int room(long atMs) {
    boolean open = profile.timeWindow().map(window -> window.contains(atMs)).orElse(true);
    return status.takesWork() && open
        ? Math.max(0, profile.maxConcurrentTasks() - currentTaskCount)
        : 0;
  }
}
