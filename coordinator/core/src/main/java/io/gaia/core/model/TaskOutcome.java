package io.gaia.core.model;

import io.gaia.core.map.Expiring;

/** What stays of a finished task after it has left the state. */
public record TaskOutcome(String taskId, TaskStatus status, long expiresAtMs) implements Expiring {}
