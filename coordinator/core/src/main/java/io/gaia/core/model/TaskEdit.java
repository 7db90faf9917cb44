package io.gaia.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A copy of a task in the making: what is not set stays as it was. */
public final class TaskEdit {
  private final Task from;
  private TaskSpec spec;
  private TaskStatus status;
  private List<String> blockedBy;
  private boolean queued;
  private OptionalLong runAtMs;
  private Optional<Claim> claim;
  private long fence;
  private int retryCount;
  private int lostCount;
  private Progress progress;
  private Optional<String> result;
  private Optional<String> error;
  private boolean cancelRequested;
  private List<Attempt> attempts;
  private int attemptCount;
  private OptionalLong finishedAtMs;

  TaskEdit(Task from) {
    this.from = from;
    spec = from.spec();
    status = from.status();
    blockedBy = from.blockedBy();
    queued = from.queued();
    runAtMs = from.runAtMs();
    claim = from.claim();
    fence = from.fence();
    retryCount = from.retryCount();
    lostCount = from.lostCount();
    progress = from.progress();
    result = from.result();
    error = from.error();
    cancelRequested = from.cancelRequested();
    attempts = from.attempts();
    attemptCount = from.attemptCount();
    finishedAtMs = from.finishedAtMs();
  }

  TaskEdit spec(TaskSpec other) {
    spec = other;
    return this;
  }

  public TaskEdit claimed(Claim by) {
    status = TaskStatus.ASSIGNED;
    claim = Optional.of(by);
    fence = by.fence();
    queued = false;
    attemptCount++;
    return this;
  }

  public TaskEdit claim(Claim changed) {
    claim = Optional.of(changed);
    return this;
  }

  public TaskEdit status(TaskStatus next) {
    status = next;
    return this;
  }

  /** Ends the claim and writes it into the history. */
  public TaskEdit attemptEnded(AttemptOutcome outcome, long atMs, Optional<String> why) {
    Claim ended = claim.orElseThrow();
    List<Attempt> history = new ArrayList<>(attempts);
    history.add(
        new Attempt(ended.sessionId(), ended.fence(), ended.claimedAtMs(), atMs, outcome, why));
    int kept = Math.min(history.size(), Task.MAX_ATTEMPTS_KEPT);
    attempts = history.subList(history.size() - kept, history.size());
    claim = Optional.empty();
    return this;
  }

  /** Back to waiting: at once, or until that time. */
  public TaskEdit pending(OptionalLong untilMs) {
    status = TaskStatus.PENDING;
    runAtMs = untilMs;
    queued = untilMs.isEmpty() && blockedBy.isEmpty();
    finishedAtMs = OptionalLong.empty();
    cancelRequested = false;
    return this;
  }

  public TaskEdit finished(TaskStatus as, long atMs) {
    status = as;
    queued = false;
    finishedAtMs = OptionalLong.of(atMs);
    cancelRequested = false;
    return this;
  }

  public TaskEdit queued() {
    queued = true;
    return this;
  }

  /** Queued once nothing blocks it, unless it is to wait for its time. */
  public TaskEdit unblockedBy(String taskId, long atMs) {
    blockedBy = blockedBy.stream().filter(id -> !id.equals(taskId)).toList();
    queued = blockedBy.isEmpty() && runAtMs.stream().allMatch(runAt -> runAt <= atMs);
    return this;
  }

  public TaskEdit blockedBy(List<String> taskIds) {
    blockedBy = taskIds;
    return this;
  }

  public TaskEdit retryCount(int count) {
    retryCount = count;
    return this;
  }

  public TaskEdit lostCount(int count) {
    lostCount = count;
    return this;
  }

  public TaskEdit progress(Progress made) {
    progress = made;
    return this;
  }

  public TaskEdit result(Optional<String> json) {
    result = json;
    return this;
  }

  public TaskEdit error(Optional<String> why) {
    error = why;
    return this;
  }

  public TaskEdit cancelRequested() {
    cancelRequested = true;
    return this;
  }

  public Task done() {
    return new Task(
        from.id(),
        from.sequence(),
        spec,
        from.priority(),
        from.maxRetries(),
        from.enqueuedAtMs(),
        from.rank(),
        status,
        blockedBy,
        queued,
        runAtMs,
        claim,
        fence,
        retryCount,
        lostCount,
        progress,
        result,
        error,
        cancelRequested,
        attempts,
        attemptCount,
        finishedAtMs);
  }
}
