package io.gaia.client.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A task as the coordinator knows it.
 *
 * @param fence of the last claim; absent before the first
 * @param blockedBy the dependencies that have not completed
 * @param attempt claims given so far
 * @param retryCount failed attempts so far
 * @param lostCount claims that ended with their session or their time
 * @param checkpoint what the attempt before left for this one
 * @param error why it failed last
 */
public record Task(
    String id,
    Optional<String> idempotencyKey,
    String taskType,
    JsonNode payload,
    int priority,
    Optional<String> lessonId,
    Optional<String> targetSessionId,
    List<String> dependsOn,
    List<String> blockedBy,
    Optional<Instant> runAt,
    TaskStatus status,
    Instant enqueuedAt,
    Optional<String> claimedBy,
    Optional<Long> fence,
    Optional<Instant> claimedAt,
    Optional<Instant> claimExpiresAt,
    Optional<Instant> finishedAt,
    int attempt,
    int retryCount,
    int lostCount,
    int maxRetries,
    Progress progress,
    Optional<JsonNode> checkpoint,
    Optional<JsonNode> result,
    Optional<String> error,
    boolean cancelRequested,
    List<Attempt> attempts) {

  /**
   * How far it is.
   *
   * @param percent 0 to 100
   */
  public record Progress(int percent, Optional<String> note) {}

  /** An attempt that has ended. */
  public record Attempt(
      String sessionId,
      long fence,
      Instant claimedAt,
      Instant endedAt,
      String outcome,
      Optional<String> error) {}

  /**
   * The claim that its claimant reports under.
   *
   * @throws IllegalStateException if nobody has claimed it
   */
  public Claim claim() {
    return new Claim(
        id,
        claimedBy.orElseThrow(() -> new IllegalStateException("nobody has claimed " + id)),
        fence.orElseThrow());
  }
}
