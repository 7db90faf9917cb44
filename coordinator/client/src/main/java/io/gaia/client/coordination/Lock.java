package io.gaia.client.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A lock that somebody holds.
 *
 * @param fence grows with each new holder of the key: whatever is written under the lock carries
 *     it, and the older is refused
 * @param expiresAt not before that, unless its owner gives it up
 * @param waiting the sessions in its queue, next first; absent in the answer to its owner
 */
public record Lock(
    String key,
    String sessionId,
    long fence,
    Instant acquiredAt,
    Instant expiresAt,
    double ttlSeconds,
    int renewedCount,
    JsonNode metadata,
    Optional<List<String>> waiting) {}
