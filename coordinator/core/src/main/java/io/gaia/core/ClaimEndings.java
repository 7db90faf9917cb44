package io.gaia.core;

import io.gaia.core.event.LessonEvent;
import io.gaia.core.event.TaskEvent;
import io.gaia.core.map.Pair;
import io.gaia.core.model.Affinity;
import io.gaia.core.model.AttemptOutcome;
import io.gaia.core.model.Claim;
import io.gaia.core.model.Task;
import io.gaia.core.model.TaskStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;

/** How a claim ends, and what follows for the task and those that depend on it. */
final class ClaimEndings {
  private static final int AFFINITY_GAIN = 10;
  private static final int FULL_AFFINITY = 100;

  private final Turn turn;
  private final State state;

  ClaimEndings(Turn turn) {
    this.turn = turn;
    this.state = turn.state;
  }

  void complete(Task task, Optional<String> result) {
    Claim claim = task.claim().orElseThrow();
    turn.emit(new TaskEvent.TaskCompleted(task.id(), result));
    for (String dependent : State.secondsOf(state.indexes.dependents, task.id())) {
      turn.emit(new TaskEvent.TaskUnblocked(dependent, task.id()));
    }
    task.spec().lessonId().ifPresent(lessonId -> gainAffinity(claim.sessionId(), lessonId));
  }

  /** Whoever works on a lesson is closer to it. */
  private void gainAffinity(String sessionId, String lessonId) {
    Affinity before =
        state
            .affinities
            .get(new Pair(sessionId, lessonId))
            .orElse(new Affinity(sessionId, lessonId, 0, Optional.empty()));
    int score = Math.min(FULL_AFFINITY, before.score() + AFFINITY_GAIN);
    if (score != before.score()) {
      turn.emit(
          new LessonEvent.AffinitySet(
              new Affinity(sessionId, lessonId, score, before.timeWindow())));
    }
  }

  /** An attempt failed: again later, or never. */
  void fail(Task task, String reason, boolean retryable) {
    if (task.cancelRequested()) {
      cancel(task, "cancelled");
    } else if (retryable && task.retryCount() < task.maxRetries()) {
      long delayMs = Backoff.delayMs(state.settings, task.id(), task.retryCount());
      turn.emit(new TaskEvent.TaskRetryScheduled(task.id(), reason, state.nowMs + delayMs));
    } else {
      turn.emit(new TaskEvent.TaskFailed(task.id(), reason, AttemptOutcome.FAILED));
    }
  }

  /** Not the task's fault: it waits again at once, but not for ever. */
  void lose(Task task, String reason) {
    if (task.cancelRequested()) {
      cancel(task, "cancelled");
    } else if (task.lostCount() < state.settings.maxLost()) {
      turn.emit(new TaskEvent.TaskLost(task.id(), reason));
    } else {
      String why = "lost " + (task.lostCount() + 1) + " times: " + reason;
      turn.emit(new TaskEvent.TaskFailed(task.id(), why, AttemptOutcome.LOST));
    }
  }

  /** Given back in good order: no attempt is spent. */
  void giveBack(Task task, OptionalLong runAtMs) {
    if (task.cancelRequested()) {
      cancel(task, "cancelled");
    } else {
      OptionalLong later =
          runAtMs.stream().allMatch(atMs -> atMs <= state.nowMs) ? OptionalLong.empty() : runAtMs;
      turn.emit(new TaskEvent.TaskReleased(task.id(), later));
    }
  }

  /** Ends a task, and all that wait for it, since they can never run. */
  void cancel(Task task, String reason) {
    turn.emit(new TaskEvent.TaskCancelled(task.id(), reason));
    Deque<String> ended = new ArrayDeque<>();
    ended.add(task.id());
    while (!ended.isEmpty()) {
      String dependency = ended.remove();
      for (String dependent : State.secondsOf(state.indexes.dependents, dependency)) {
        if (state.tasks.get(dependent).orElseThrow().status() == TaskStatus.PENDING) {
          turn.emit(
              new TaskEvent.TaskCancelled(
                  dependent, "it depends on " + dependency + ": " + reason));
          ended.add(dependent);
        }
      }
    }
  }
}
