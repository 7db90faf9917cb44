package io.gaia.core;

import io.gaia.core.map.Expiring;
import java.util.Optional;

/**
 * The answer to a request id, kept so that a retry gets it again.
 *
 * @param subject what the command was about; another command under the same request id is refused
 * @param expiresAtMs in time that passed under leaders, so that a time without one forgets nothing
 * @param mentioned what the reply refers to, in its short form; absent if it refers to nothing
 */
public record StoredReply(
    String requestId, String subject, Reply reply, long expiresAtMs, Optional<Mentioned> mentioned)
    implements Expiring {
  static StoredReply of(
      String requestId, String subject, Reply reply, long expiresAtMs, Mentioned mentioned) {
    return new StoredReply(requestId, subject, reply, expiresAtMs, kept(mentioned));
  }

  StoredReply with(Reply late, Mentioned lateMentioned) {
    return new StoredReply(requestId, subject, late, expiresAtMs, kept(lateMentioned));
  }

  private static Optional<Mentioned> kept(Mentioned mentioned) {
    return mentioned.equals(Mentioned.NOTHING)
        ? Optional.empty()
        : Optional.of(mentioned.shortened());
  }
}
