package io.gaia.schemas.event;

import java.time.Instant;
import java.util.Optional;

/**
 * A student's answer to "how is it going?".
 *
 * @param rating 1 (bad) to 5 (good)
 * @param feedbackText opt-in free text
 */
public record SatisfactionRating(
    String eventId,
    String studentId,
    String appName,
    String sessionId,
    int rating,
    Optional<String> feedbackText,
    Instant timestamp,
    Optional<String> classroomId)
    implements StudentEvent {}
