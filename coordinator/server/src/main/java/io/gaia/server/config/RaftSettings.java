package io.gaia.server.config;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * @param heartbeatTimeout lower bound of the random election timeout
 * @param electionTimeout upper bound of it
 * @param snapshotRetain how many snapshots stay on disk
 * @param commandsWaiting for the log at most, more are refused for the moment; a batch is as many
 *     as it has items, and the largest has 1,000
 */
public record RaftSettings(
    @NotNull Duration heartbeatTimeout,
    @NotNull Duration electionTimeout,
    @NotNull Duration snapshotInterval,
    @Min(value = 1, message = "takes a whole number from 1") int snapshotRetain,
    @Min(value = 1000, message = "takes a whole number from 1000 to 1000000")
        @Max(value = 1_000_000, message = "takes a whole number from 1000 to 1000000")
        int commandsWaiting) {

  @AssertTrue(message = "RAFT_ELECTION_TIMEOUT takes more than RAFT_HEARTBEAT_TIMEOUT")
  public boolean isElectionLongerThanHeartbeat() {
    return heartbeatTimeout == null
        || electionTimeout == null
        || electionTimeout.compareTo(heartbeatTimeout) > 0;
  }
}
