package io.gaia.core;

import io.gaia.core.model.Task;
import io.gaia.core.model.TaskStatus;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The queue at a glance.
 *
 * @param byStatus every status has a count, in the order of the enum
 * @param oldestPendingAtMs when the oldest waiting task was enqueued
 */
public record QueueCounts(
    Map<TaskStatus, Long> byStatus, OptionalLong oldestPendingAtMs, boolean paused) {
  private static final TaskFilter PENDING =
      new TaskFilter(Optional.of(TaskStatus.PENDING), Optional.empty(), Optional.empty());

  static QueueCounts of(State state) {
    Map<TaskStatus, Long> counts = new EnumMap<>(TaskStatus.class);
    for (TaskStatus status : TaskStatus.values()) {
      counts.put(status, state.indexes.count(status));
    }
    OptionalLong oldest =
        new TaskListing(state, PENDING)
            .page(0, 1).tasks().stream().mapToLong(Task::enqueuedAtMs).findFirst();
    return new QueueCounts(counts, oldest, state.queuePaused);
  }
}
