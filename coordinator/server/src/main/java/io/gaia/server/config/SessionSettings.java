package io.gaia.server.config;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * @param leaseTimeout how long a session may be silent before it has failed
 * @param heartbeatInterval how often sessions are told to renew
 */
public record SessionSettings(@NotNull Duration leaseTimeout, @NotNull Duration heartbeatInterval) {

  @AssertTrue(message = "SESSION_HEARTBEAT_INTERVAL takes less than SESSION_LEASE_TIMEOUT")
  public boolean isHeartbeatShorterThanLease() {
    return leaseTimeout == null
        || heartbeatInterval == null
        || heartbeatInterval.compareTo(leaseTimeout) < 0;
  }
}
