package io.gaia.server.config;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * @param heartbeatTimeout lower bound of the random election timeout
 * @param electionTimeout upper bound of it
 * @param snapshotRetain how many snapshots stay on disk
 */
public record RaftSettings(
    @NotNull Duration heartbeatTimeout,
    @NotNull Duration electionTimeout,
    @NotNull Duration snapshotInterval,
    @Min(value = 1, message = "takes a whole number from 1") int snapshotRetain) {

  @AssertTrue(message = "RAFT_ELECTION_TIMEOUT takes more than RAFT_HEARTBEAT_TIMEOUT")
  public boolean isElectionLongerThanHeartbeat() {
    return heartbeatTimeout == null
        || electionTimeout == null
        || electionTimeout.compareTo(heartbeatTimeout) > 0;
  }
}
