package io.gaia.schemas.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a student is doing now: the latest score, written when it changes.
 *
 * @param score 0 to 1
 * @param since when the student reached this level
 * @param at event time of the score
 */
public record StudentFrustration(
    String studentId,
    String appName,
    String classroomId,
    Optional<String> lessonId,
    Optional<String> itemId,
    FrustrationLevel level,
    double score,
    List<Reason> reasons,
    Instant since,
    Instant at) {}
