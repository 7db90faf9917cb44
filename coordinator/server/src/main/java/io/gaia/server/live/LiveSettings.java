package io.gaia.server.live;

import io.gaia.server.config.LiveLimits;
import java.time.Duration;

/**
 * Bounds of the live half.
 *
 * @param maxWaitingFrames live frames that may wait for one reader; one more and it is cut off
 * @param stalledAfter a single frame that takes longer to send cuts its reader off
 * @param closeGrace how long a close may take before the connection is dropped
 * @param pingInterval idle connections hear a ping this often; a socket stays open by its answer
 * @param idleTimeout a socket from which nothing came for so long is closed
 * @param framesKeptPerChannel frames kept for those who come back, at most
 * @param bytesKeptPerChannel their size, at most
 * @param bytesKept the size of all kept frames; beyond it the channel that was silent longest
 *     forgets its frames
 * @param limits what one client may take
 */
public record LiveSettings(
    int maxWaitingFrames,
    Duration stalledAfter,
    Duration closeGrace,
    Duration pingInterval,
    Duration idleTimeout,
    int framesKeptPerChannel,
    long bytesKeptPerChannel,
    long bytesKept,
    LiveLimits limits) {

  /** As they are in service. */
  public static LiveSettings with(LiveLimits limits) {
    return new LiveSettings(
        1_000,
        Duration.ofSeconds(20),
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        Duration.ofSeconds(75),
        1_000,
        1024 * 1024,
        128L * 1024 * 1024,
        limits);
  }
}
