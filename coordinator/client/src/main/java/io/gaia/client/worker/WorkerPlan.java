package io.gaia.client.worker;

import io.gaia.client.coordination.SessionSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a worker is to do.
 *
 * @param session how it registers; it runs {@code maxConcurrentTasks} commands at a time
 * @param lessonId only this lesson's tasks
 * @param command and its arguments; no shell is in between
 * @param releaseDelay a task that a command gives back for later rests so long
 * @param drainTime what runs may go on so long after a stop is asked for
 * @param grace between asking a command to end and killing it
 * @param idleExit stop after so long without work
 * @param once stop after one task
 */
public record WorkerPlan(
    SessionSpec session,
    Optional<String> lessonId,
    List<String> command,
    Duration releaseDelay,
    Duration drainTime,
    Duration grace,
    Optional<Duration> idleExit,
    boolean once) {

  public WorkerPlan {
    command = List.copyOf(command);
  }

  /** Whether there is such a program: a path, or a name on the search path. */
  public static boolean canRun(String program) {
    return CommandProcess.onPath(program).isPresent();
  }
}
