package io.gaia.core.model;

import io.gaia.core.map.Expiring;

/**
 * One enqueue per key: the task that a key made, kept as hashes.
 *
 * @param body of everything in the task but its id
 */
public record IdempotencyRecord(Hash16 key, Hash16 body, String taskId, long expiresAtMs)
    implements Expiring {}
