package io.gaia.core.model;

import java.util.OptionalLong;

/**
 * A session's hold on a task.
 *
 * @param fence from the one counter of the state that only grows
 * @param startedAtMs when the session said so
 */
public record Claim(
    String sessionId,
    long incarnation,
    long fence,
    long claimedAtMs,
    OptionalLong startedAtMs,
    long expiresAtMs) {

  public Claim startedAt(OptionalLong atMs) {
    return new Claim(sessionId, incarnation, fence, claimedAtMs, atMs, expiresAtMs);
  }

  public Claim expiresAt(long atMs) {
    return new Claim(sessionId, incarnation, fence, claimedAtMs, startedAtMs, atMs);
  }
}
