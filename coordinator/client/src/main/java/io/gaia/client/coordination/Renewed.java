package io.gaia.client.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a session learns from its heartbeat.
 *
 * @param cancelRequested tasks it holds that somebody wants stopped
 * @param tasks its live claims
 */
public record Renewed(
    Instant leaseExpiresAt, double leaseSeconds, List<String> cancelRequested, List<Held> tasks) {

  /** A live claim. */
  public record Held(String id, long fence) {}

  public Duration lease() {
    return Duration.ofMillis(Math.round(leaseSeconds * 1000));
  }
}
