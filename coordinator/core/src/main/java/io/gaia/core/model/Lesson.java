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
    long tasksCancelled) {}
