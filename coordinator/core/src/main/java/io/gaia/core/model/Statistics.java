package io.gaia.core.model;

/**
 * What a session has done over all its incarnations.
 *
 * @param taskTimeMs from claim to outcome, over completed and failed tasks
 */
public record Statistics(long tasksCompleted, long tasksFailed, long taskTimeMs) {
  public static final Statistics NONE = new Statistics(0, 0, 0);

  /** Zero without tasks. */
  public long meanTaskTimeMs() {
    long tasks = tasksCompleted + tasksFailed;
    return tasks == 0 ? 0 : taskTimeMs / tasks;
  }
}
