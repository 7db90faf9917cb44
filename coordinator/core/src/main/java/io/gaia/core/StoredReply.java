package io.gaia.core;

import io.gaia.core.map.Expiring;

/**
 * The answer to a request id, kept so that a retry gets it again.
 *
 * @param subject what the command was about; another command under the same request id is refused
 * @param expiresAtMs in time that passed under leaders, so that a time without one forgets nothing
 */
public record StoredReply(String requestId, String subject, Reply reply, long expiresAtMs)
    implements Expiring {
  StoredReply with(Reply late) {
    return new StoredReply(requestId, subject, late, expiresAtMs);
  }
}
