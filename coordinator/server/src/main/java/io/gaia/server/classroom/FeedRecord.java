package io.gaia.server.classroom;

import io.gaia.schemas.topic.Topic;
import java.time.Instant;
import java.util.Optional;

/**
 * A record of a topic as it is read.
 *
 * @param key empty when the record has none
 * @param value absent: the key is erased
 * @param at when it was written
 */
public record FeedRecord(
    Topic topic, int partition, long offset, String key, Optional<byte[]> value, Instant at) {}
