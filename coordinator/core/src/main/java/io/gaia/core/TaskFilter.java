package io.gaia.core;

import io.gaia.core.model.Task;
import io.gaia.core.model.TaskStatus;
import java.util.Optional;

/** Which tasks are listed; what is absent does not matter. */
public record TaskFilter(
    Optional<TaskStatus> status, Optional<String> lessonId, Optional<String> sessionId) {
  public static final TaskFilter ALL =
      new TaskFilter(Optional.empty(), Optional.empty(), Optional.empty());

  boolean admits(Task task) {
    return lessonId.map(id -> task.spec().lessonId().equals(Optional.of(id))).orElse(true)
        && sessionId.map(id -> isOf(task, id)).orElse(true);
  }

  private static boolean isOf(Task task, String sessionId) {
    return task.claim().map(claim -> claim.sessionId().equals(sessionId)).orElse(false);
  }
}
