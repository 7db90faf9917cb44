package io.gaia.core;

/**
 * The rules' numbers. They are part of the state and come with {@code LeaderElected}, so that nodes
 * configured differently still agree. All durations in milliseconds.
 *
 * @param leaseMs a silent session lives so long
 * @param lockDelayMs between an owner's death and the next owner of its lock
 * @param claimMs a claim lives so long unless extended
 * @param stallMs a session with tasks and no progress for so long is stalled
 * @param agingMs one step of priority is worth so much waiting
 * @param affinityBonusMs what a full affinity takes off a task's rank
 * @param maxRetries of a task that names none
 * @param maxLost a task lost more often is failed
 * @param exponentialBackoff doubled with every retry, or always the same
 * @param retentionMs finished tasks and dead sessions stay so long
 * @param maxFinishedTasks more leave early
 * @param idempotencyMs keys, and outcomes of tasks that left, stay so long
 * @param maxIdempotencyKeys the oldest beyond that are dropped
 * @param maxLockWaiters per lock
 * @param maxPendingTasks a new task beyond that is refused; 0 is no bound
 */
public record Settings(
    long leaseMs,
    long lockDelayMs,
    long claimMs,
    long stallMs,
    long agingMs,
    long affinityBonusMs,
    int maxRetries,
    int maxLost,
    boolean exponentialBackoff,
    long retentionMs,
    int maxFinishedTasks,
    long idempotencyMs,
    int maxIdempotencyKeys,
    int maxLockWaiters,
    int maxPendingTasks) {
  private static final long MINUTE_MS = 60_000;

  public static final Settings DEFAULTS =
      new Settings(
          30_000,
          15_000,
          10 * MINUTE_MS,
          5 * MINUTE_MS,
          5 * MINUTE_MS,
          5 * MINUTE_MS,
          3,
          3,
          true,
          24 * 60 * MINUTE_MS,
          1_000_000,
          7 * 24 * 60 * MINUTE_MS,
          5_000_000,
          1_000,
          2_000_000);
}
