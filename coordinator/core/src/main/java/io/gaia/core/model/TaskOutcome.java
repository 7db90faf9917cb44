package io.gaia.core.model;

/** What stays of a finished task after it has left the state. */
public record TaskOutcome(String taskId, TaskStatus status, long expiresAtMs) {}
