package io.gaia.schemas.event;

import java.time.Instant;
import java.util.Optional;

/**
 * What a teacher did to help.
 *
 * @param category such as {@code talked}, {@code hint}, {@code easier_item}, {@code break}
 */
public record Intervention(
    String id,
    String studentId,
    String classroomId,
    String teacherId,
    Optional<String> alertId,
    String category,
    Optional<String> note,
    Instant at) {}
