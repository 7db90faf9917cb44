package io.gaia.core;

import io.gaia.core.model.TaskStatus;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The queue at a glance.
 *
 * @param byStatus every status has a count, in the order of the enum
 * @param oldestPendingAtMs when the oldest waiting task was enqueued
 */
public record QueueCounts(
    Map<TaskStatus, Long> byStatus, OptionalLong oldestPendingAtMs, boolean paused) {}
