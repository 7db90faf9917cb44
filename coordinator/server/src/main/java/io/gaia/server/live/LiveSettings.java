package io.gaia.server.live;

import java.time.Duration;

/**
 * Bounds of the live half.
 *
 * @param maxWaitingFrames live frames that may wait for one reader; one more and it is cut off
 * @param stalledAfter a single frame that takes longer to send cuts its reader off
 * @param closeGrace how long a close may take before the connection is dropped
 * @param pingInterval idle sockets hear a ping this often, and stay open by the answer
 * @param idleTimeout a socket from which nothing came for so long is closed
 * @param maxMessageBytes longest frame a client may send
 * @param maxConnectionsPerUser sockets of one subject at a time
 * @param maxSubscriptions channels of one socket
 * @param framesKeptPerChannel frames kept for those who come back, at most
 * @param bytesKeptPerChannel their size, at most
 * @param bytesKept the size of all kept frames; beyond it the channel that was silent longest
 *     forgets its frames
 */
public record LiveSettings(
    int maxWaitingFrames,
    Duration stalledAfter,
    Duration closeGrace,
    Duration pingInterval,
    Duration idleTimeout,
    int maxMessageBytes,
    int maxConnectionsPerUser,
    int maxSubscriptions,
    int framesKeptPerChannel,
    long bytesKeptPerChannel,
    long bytesKept) {

  public static final LiveSettings DEFAULT =
      new LiveSettings(
          1_000,
          Duration.ofSeconds(20),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(75),
          16 * 1024,
          1_000,
          1_000,
          1_000,
          1024 * 1024,
          128L * 1024 * 1024);
}
