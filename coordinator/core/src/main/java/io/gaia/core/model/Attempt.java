package io.gaia.core.model;

import java.util.Optional;

/**
 * A claim that has ended.
 *
 * @param error why it failed or was lost
 */
public record Attempt(
    String sessionId,
    long fence,
    long claimedAtMs,
    long endedAtMs,
    AttemptOutcome outcome,
    Optional<String> error) {}
