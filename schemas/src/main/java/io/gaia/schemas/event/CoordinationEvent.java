package io.gaia.schemas.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * Something that changed in the coordination state.
 *
 * @param type such as {@code task.completed}
 * @param entityId of the session, task, lesson or lock
 * @param cursor log index and ordinal: orders all events, and resumes a stream
 * @param at state time
 */
public record CoordinationEvent(
    String type, String entityId, String cursor, Instant at, JsonNode data) {}
