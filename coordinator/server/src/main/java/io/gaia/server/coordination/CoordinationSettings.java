package io.gaia.server.coordination;

import io.gaia.core.Settings;
import io.gaia.server.config.ClusterSettings;
import io.gaia.server.config.EventLogLimits;
import io.gaia.server.config.KafkaSettings;
import io.gaia.server.config.LockSettings;
import io.gaia.server.config.RaftSettings;
import io.gaia.server.config.SessionSettings;
import io.gaia.server.config.TaskSettings;
import io.gaia.server.config.TaskSettings.RetryBackoff;

/**
 * What coordination is told by the configuration.
 *
 * @param events how long they are kept on this node
 * @param kafka where events are sent to, if there is one
 */
public record CoordinationSettings(
    ClusterSettings cluster,
    RaftSettings raft,
    SessionSettings sessions,
    TaskSettings tasks,
    LockSettings locks,
    EventLogLimits events,
    KafkaSettings kafka) {

  boolean relaysToKafka() {
    return kafka.bootstrapServers().isPresent();
  }

  /** The state machine's numbers. */
  Settings rules() {
    return new Settings(
        sessions.leaseTimeout().toMillis(),
        locks.delay().toMillis(),
        tasks.claimTimeout().toMillis(),
        tasks.stallTimeout().toMillis(),
        tasks.priorityAging().toMillis(),
        tasks.affinityBonus().toMillis(),
        tasks.maxRetries(),
        tasks.maxLost(),
        tasks.retryBackoff() == RetryBackoff.EXPONENTIAL,
        tasks.retention().toMillis(),
        Settings.DEFAULTS.maxFinishedTasks(),
        tasks.idempotencyRetention().toMillis(),
        Settings.DEFAULTS.maxIdempotencyKeys(),
        Settings.DEFAULTS.maxLockWaiters(),
        Settings.DEFAULTS.maxPendingTasks());
  }
}
