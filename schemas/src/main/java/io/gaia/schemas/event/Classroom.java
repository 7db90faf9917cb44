package io.gaia.schemas.event;

import java.util.List;
import java.util.Optional;

/**
 * A class.
 *
 * @param name what teachers call it
 * @param teacherIds who may see it; the first one is in charge
 * @param size students enrolled, when known
 */
public record Classroom(
    String classroomId, String name, List<String> teacherIds, Optional<Integer> size) {}
