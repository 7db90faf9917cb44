package io.gaia.server.coordination;

import com.fasterxml.jackson.databind.util.RawValue;
import io.gaia.core.model.Attempt;
import io.gaia.core.model.Claim;
import io.gaia.core.model.Requires;
import io.gaia.core.model.Task;
import io.gaia.core.model.WireName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A task as clients see it.
 *
 * @param fence of the last claim; absent before the first
 * @param attempt claims given so far
 * @param blockedBy the dependencies that have not completed
 */
record TaskJson(
    String id,
    Optional<String> idempotencyKey,
    String taskType,
    RawValue payload,
    int priority,
    Optional<String> lessonId,
    Optional<String> targetSessionId,
    RequiresJson requires,
    List<String> dependsOn,
    List<String> blockedBy,
    Optional<Instant> runAt,
    String status,
    Instant enqueuedAt,
    Optional<String> claimedBy,
    Optional<Long> fence,
    Optional<Instant> claimedAt,
    Optional<Instant> startedAt,
    Optional<Instant> claimExpiresAt,
    Optional<Instant> finishedAt,
    int attempt,
    int retryCount,
    int lostCount,
    int maxRetries,
    ProgressJson progress,
    Optional<RawValue> checkpoint,
    Optional<RawValue> result,
    Optional<String> error,
    boolean cancelRequested,
    List<AttemptJson> attempts) {

  record RequiresJson(Optional<String> tier, Optional<String> provider, List<String> capabilities) {
    static RequiresJson of(Requires requires) {
      return new RequiresJson(
          requires.tier().map(WireName::wireName),
          requires.provider().map(WireName::wireName),
          requires.capabilities());
    }
  }

  record ProgressJson(int percent, Optional<String> note) {}

  record AttemptJson(
      String sessionId,
      long fence,
      Instant claimedAt,
      Instant endedAt,
      String outcome,
      Optional<String> error) {
    static AttemptJson of(Attempt attempt) {
      return new AttemptJson(
          attempt.sessionId(),
          attempt.fence(),
          Fields.time(attempt.claimedAtMs()),
          Fields.time(attempt.endedAtMs()),
          attempt.outcome().wireName(),
          attempt.error());
    }
  }

  static TaskJson of(Task task) {
    Optional<Claim> claim = task.claim();
    return new TaskJson(
        task.id(),
        task.spec().idempotencyKey(),
        task.spec().taskType(),
        Fields.json(task.spec().payload()),
        task.priority(),
        task.spec().lessonId(),
        task.spec().targetSessionId(),
        RequiresJson.of(task.spec().requires()),
        task.spec().dependsOn(),
        task.blockedBy(),
        Fields.time(task.runAtMs()),
        task.status().wireName(),
        Fields.time(task.enqueuedAtMs()),
        claim.map(Claim::sessionId),
        task.fence() == 0 ? Optional.empty() : Optional.of(task.fence()),
        claim.map(held -> Fields.time(held.claimedAtMs())),
        claim.flatMap(held -> Fields.time(held.startedAtMs())),
        claim.map(held -> Fields.time(held.expiresAtMs())),
        Fields.time(task.finishedAtMs()),
        task.attemptCount(),
        task.retryCount(),
        task.lostCount(),
        task.maxRetries(),
        new ProgressJson(task.progress().percent(), task.progress().note()),
        task.progress().checkpoint().map(Fields::json),
        task.result().map(Fields::json),
        task.error(),
        task.cancelRequested(),
        task.attempts().stream().map(AttemptJson::of).toList());
  }
}
