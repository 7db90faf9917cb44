package io.gaia.server.coordination;

import com.fasterxml.jackson.databind.util.RawValue;
import io.gaia.core.model.Session;
import io.gaia.core.model.SessionProfile;
import io.gaia.core.model.Statistics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A session as clients see it.
 *
 * @param reason why it failed
 */
record SessionJson(
    String id,
    String name,
    String userId,
    String tier,
    String provider,
    List<String> capabilities,
    String status,
    String health,
    boolean stalled,
    Optional<String> lessonId,
    Optional<TimeWindowJson> timeWindow,
    int maxConcurrentTasks,
    int currentTaskCount,
    int consecutiveFailures,
    Instant registeredAt,
    Instant lastHeartbeat,
    Instant lastProgress,
    Instant leaseExpiresAt,
    long incarnation,
    RawValue metadata,
    StatisticsJson statistics,
    Optional<String> reason) {

  record StatisticsJson(long tasksCompleted, long tasksFailed, double meanTaskSeconds) {
    static StatisticsJson of(Statistics statistics) {
      return new StatisticsJson(
          statistics.tasksCompleted(),
          statistics.tasksFailed(),
          statistics.meanTaskTimeMs() / 1000.0);
    }
  }

  static SessionJson of(Session session) {
    SessionProfile profile = session.profile();
    return new SessionJson(
        session.id(),
        profile.name(),
        profile.userId(),
        profile.tier().wireName(),
        profile.provider().wireName(),
        profile.capabilities(),
        session.status().wireName(),
        session.health().wireName(),
        session.stalled(),
        profile.lessonId(),
        profile.timeWindow().map(TimeWindowJson::of),
        profile.maxConcurrentTasks(),
        session.currentTaskCount(),
        session.consecutiveFailures(),
        Fields.time(session.registeredAtMs()),
        Fields.time(session.lastHeartbeatMs()),
        Fields.time(session.lastProgressMs()),
        Fields.time(session.leaseExpiresAtMs()),
        session.incarnation(),
        Fields.json(profile.metadata()),
        StatisticsJson.of(session.statistics()),
        session.reason());
  }
}
