package io.gaia.core.model;

/**
 * What tasks are grouped by. The counts include tasks that have left the state.
 *
 * @param priority of its tasks that name none, 0..9
 * @param metadata JSON text
 */
public record Lesson(
    String id,
    String title,
    int priority,
    boolean paused,
    String metadata,
    long createdAtMs,
    long tasksTotal,
    long tasksCompleted,
    long tasksFailed,
    long tasksCancelled) {

  public Lesson described(String newTitle, int newPriority, boolean nowPaused, String newMetadata) {
    return new Lesson(
        id,
        newTitle,
        newPriority,
        nowPaused,
        newMetadata,
        createdAtMs,
        tasksTotal,
        tasksCompleted,
        tasksFailed,
        tasksCancelled);
  }

  /** Counts a task in or out under a status. */
  public Lesson counted(TaskStatus status, int delta) {
    return new Lesson(
        id,
        title,
        priority,
        paused,
        metadata,
        createdAtMs,
        tasksTotal + delta,
        tasksCompleted + (status == TaskStatus.COMPLETED ? delta : 0),
        tasksFailed + (status == TaskStatus.FAILED ? delta : 0),
        tasksCancelled + (status == TaskStatus.CANCELLED ? delta : 0));
  }
}
