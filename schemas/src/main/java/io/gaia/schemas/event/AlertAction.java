package io.gaia.schemas.event;

import java.time.Instant;
import java.util.Optional;

/**
 * What a teacher did about an alert; carried by the revision it made and by every later one that a
 * teacher makes.
 *
 * @param teacherId who did it
 * @param category of an intervention, such as {@code talked}
 * @param snoozedUntil shown again after that
 */
public record AlertAction(
    String teacherId,
    Instant at,
    Optional<String> category,
    Optional<String> note,
    Optional<Instant> snoozedUntil) {}
