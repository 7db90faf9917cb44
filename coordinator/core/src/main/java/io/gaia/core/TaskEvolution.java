package io.gaia.core;

import io.gaia.core.event.TaskEvent;
import io.gaia.core.model.AttemptOutcome;
import io.gaia.core.model.Claim;
import io.gaia.core.model.Hash16;
import io.gaia.core.model.IdempotencyRecord;
import io.gaia.core.model.SessionEdit;
import io.gaia.core.model.Task;
import io.gaia.core.model.TaskEdit;
import io.gaia.core.model.TaskOutcome;
import io.gaia.core.model.TaskStatus;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** How task events change the state. */
final class TaskEvolution implements TaskEvent.Cases<State> {
  private final State state;

  TaskEvolution(State state) {
    this.state = state;
  }

  @Override
  public State taskEnqueued(TaskEvent.TaskEnqueued event) {
    Task task = event.task();
    task.spec()
        .idempotencyKey()
        .map(Hash16::of)
        .ifPresent(
            key ->
                state.idempotency =
                    state.idempotency.put(
                        key,
                        new IdempotencyRecord(
                            key,
                            Canonical.hash(task.spec()),
                            task.id(),
                            state.nowMs + state.settings.idempotencyMs())));
    return state.put(task);
  }

  @Override
  public State taskReady(TaskEvent.TaskReady event) {
    return state.put(task(event.taskId()).edit().queued().done());
  }

  @Override
  public State taskUnblocked(TaskEvent.TaskUnblocked event) {
    return state.put(
        task(event.taskId()).edit().unblockedBy(event.dependency(), state.nowMs).done());
  }

  @Override
  public State taskClaimed(TaskEvent.TaskClaimed event) {
    state.put(task(event.taskId()).edit().claimed(event.claim()).done());
    return progressed(event.claim().sessionId());
  }

  @Override
  public State taskStarted(TaskEvent.TaskStarted event) {
    Task task = task(event.taskId());
    Claim claim = task.claim().orElseThrow();
    state.put(
        task.edit()
            .status(TaskStatus.IN_PROGRESS)
            .claim(claim.startedAt(OptionalLong.of(state.nowMs)))
            .done());
    return progressed(claim.sessionId());
  }

  @Override
  public State taskProgressed(TaskEvent.TaskProgressed event) {
    Task task = task(event.taskId());
    state.put(task.edit().progress(event.progress()).done());
    return progressed(task.claim().orElseThrow().sessionId());
  }

  @Override
  public State claimExtended(TaskEvent.ClaimExtended event) {
    Task task = task(event.taskId());
    Claim claim = task.claim().orElseThrow();
    return state.put(task.edit().claim(claim.expiresAt(event.expiresAtMs())).done());
  }

  @Override
  public State taskCompleted(TaskEvent.TaskCompleted event) {
    countOutcome(event.taskId(), true);
    return ended(
        event.taskId(),
        AttemptOutcome.COMPLETED,
        Optional.empty(),
        task ->
            task.finished(TaskStatus.COMPLETED, state.nowMs)
                .result(event.result())
                .error(Optional.empty()));
  }

  @Override
  public State taskRetryScheduled(TaskEvent.TaskRetryScheduled event) {
    countOutcome(event.taskId(), false);
    int retries = task(event.taskId()).retryCount() + 1;
    Optional<String> reason = Optional.of(event.reason());
    return ended(
        event.taskId(),
        AttemptOutcome.FAILED,
        reason,
        task -> task.pending(OptionalLong.of(event.runAtMs())).retryCount(retries).error(reason));
  }

  @Override
  public State taskFailed(TaskEvent.TaskFailed event) {
    boolean lost = event.lastAttempt() == AttemptOutcome.LOST;
    if (!lost) {
      countOutcome(event.taskId(), false);
    }
    int losses = task(event.taskId()).lostCount() + (lost ? 1 : 0);
    Optional<String> reason = Optional.of(event.reason());
    return ended(
        event.taskId(),
        event.lastAttempt(),
        reason,
        task -> task.finished(TaskStatus.FAILED, state.nowMs).lostCount(losses).error(reason));
  }

  @Override
  public State taskLost(TaskEvent.TaskLost event) {
    int losses = task(event.taskId()).lostCount() + 1;
    return ended(
        event.taskId(),
        AttemptOutcome.LOST,
        Optional.of(event.reason()),
        task -> task.pending(OptionalLong.empty()).lostCount(losses));
  }

  @Override
  public State taskReleased(TaskEvent.TaskReleased event) {
    return ended(
        event.taskId(),
        AttemptOutcome.RELEASED,
        Optional.empty(),
        task -> task.pending(event.runAtMs()));
  }

  @Override
  public State cancelRequested(TaskEvent.CancelRequested event) {
    return state.put(task(event.taskId()).edit().cancelRequested().done());
  }

  @Override
  public State taskCancelled(TaskEvent.TaskCancelled event) {
    Optional<String> reason = Optional.of(event.reason());
    Task task = task(event.taskId());
    UnaryOperator<TaskEdit> cancel =
        edit -> edit.finished(TaskStatus.CANCELLED, state.nowMs).error(reason);
    return task.claim().isPresent()
        ? ended(task.id(), AttemptOutcome.CANCELLED, reason, cancel)
        : state.put(cancel.apply(task.edit()).done());
  }

  @Override
  public State taskReplayed(TaskEvent.TaskReplayed event) {
    return state.put(
        task(event.taskId())
            .edit()
            .blockedBy(event.blockedBy())
            .pending(OptionalLong.empty())
            .retryCount(0)
            .lostCount(0)
            .error(Optional.empty())
            .done());
  }

  @Override
  public State taskEvicted(TaskEvent.TaskEvicted event) {
    Task task = task(event.taskId());
    long untilMs = state.nowMs + state.settings.idempotencyMs();
    state.outcomes =
        state.outcomes.put(task.id(), new TaskOutcome(task.id(), task.status(), untilMs));
    return state.remove(task);
  }

  private State ended(
      String taskId,
      AttemptOutcome outcome,
      Optional<String> why,
      UnaryOperator<TaskEdit> afterwards) {
    return state.put(
        afterwards.apply(task(taskId).edit().attemptEnded(outcome, state.nowMs, why)).done());
  }

  private void countOutcome(String taskId, boolean completed) {
    Claim claim = task(taskId).claim().orElseThrow();
    editSession(
        claim.sessionId(),
        session ->
            session
                .outcome(completed, state.nowMs - claim.claimedAtMs())
                .progressed(state.nowMs, state.settings.stallMs()));
  }

  private State progressed(String sessionId) {
    return editSession(
        sessionId, session -> session.progressed(state.nowMs, state.settings.stallMs()));
  }

  private State editSession(String id, UnaryOperator<SessionEdit> change) {
    return state.put(change.apply(state.sessions.get(id).orElseThrow().edit()).done());
  }

  private Task task(String id) {
    return state.tasks.get(id).orElseThrow();
  }
}
