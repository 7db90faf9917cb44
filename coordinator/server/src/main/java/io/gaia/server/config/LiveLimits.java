package io.gaia.server.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * What one client may take of the live stream, whichever way it comes in.
 *
 * @param maxConnectionsPerUser open at a time under one subject, sockets and event streams together
 * @param maxConnectionsPerAddress open at a time from one address; a proxy is one address
 * @param maxSubscriptions channels of one socket
 * @param maxFrameBytes longest frame that a client may send
 * @param framesPerSecond that a client may send in the long run; so many channels as it may have it
 *     may subscribe to at once
 * @param ticketsPerMinute that one user may ask for in the long run, and at once
 */
public record LiveLimits(
    @Min(value = 1, message = TAKES) @Max(value = MOST, message = TAKES) int maxConnectionsPerUser,
    @Min(value = 1, message = TAKES) @Max(value = MOST, message = TAKES)
        int maxConnectionsPerAddress,
    @Min(value = 1, message = TAKES) @Max(value = MOST, message = TAKES) int maxSubscriptions,
    @Min(value = 256, message = TAKES_BYTES) @Max(value = MOST, message = TAKES_BYTES)
        int maxFrameBytes,
    @Min(value = 1, message = TAKES) @Max(value = MOST, message = TAKES) int framesPerSecond,
    @Min(value = 1, message = TAKES) @Max(value = MOST, message = TAKES) int ticketsPerMinute) {

  private static final int MOST = 1_000_000;
  private static final String TAKES = "takes a whole number from 1 to 1000000";
  private static final String TAKES_BYTES = "takes a whole number from 256 to 1000000";
}
