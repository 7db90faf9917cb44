package io.gaia.core.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A task and its life so far. Times are state time in milliseconds.
 *
 * @param sequence orders tasks as they were enqueued
 * @param rank enqueuedAtMs - priority x aging: the lowest is next
 * @param blockedBy the dependencies that have not completed yet
 * @param queued it stands among the tasks that a session may take
 * @param runAtMs when it may run (asked for, retry or release)
 * @param fence the last one given out for it; 0 before the first claim
 * @param result JSON text, at most 64 KiB
 * @param attempts that have ended, the last {@link #MAX_ATTEMPTS_KEPT}
 * @param attemptCount claims ever given
 */
public record Task(
    String id,
    long sequence,
    TaskSpec spec,
    int priority,
    int maxRetries,
    long enqueuedAtMs,
    long rank,
    TaskStatus status,
    List<String> blockedBy,
    boolean queued,
    OptionalLong runAtMs,
    Optional<Claim> claim,
    long fence,
    int retryCount,
    int lostCount,
    Progress progress,
    Optional<String> result,
    Optional<String> error,
    boolean cancelRequested,
    List<Attempt> attempts,
    int attemptCount,
    OptionalLong finishedAtMs) {
  public static final int MAX_ATTEMPTS_KEPT = 32;

  public Task {
    blockedBy = List.copyOf(blockedBy);
    attempts = List.copyOf(attempts);
  }

  public TaskEdit edit() {
    return new TaskEdit(this);
  }

  /** The same with other texts in the places of payload and result. */
  public Task withTexts(String payload, Optional<String> otherResult) {
    return new TaskEdit(this).spec(spec.withPayload(payload)).result(otherResult).done();
  }

  /** The attempt that had this fence, if it has ended and is still kept. */
  public Optional<Attempt> attempt(long attemptFence) {
    return attempts.stream().filter(attempt -> attempt.fence() == attemptFence).findFirst();
  }
}
