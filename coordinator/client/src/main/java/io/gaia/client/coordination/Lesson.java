package io.gaia.client.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * What tasks are grouped by.
 *
 * @param priority of its tasks that name none, 0 to 9
 * @param paused none of its tasks is handed out
 */
public record Lesson(
    String id,
    String title,
    int priority,
    boolean paused,
    JsonNode metadata,
    Instant createdAt,
    long tasksTotal,
    long tasksCompleted,
    long tasksFailed,
    long tasksCancelled) {}
