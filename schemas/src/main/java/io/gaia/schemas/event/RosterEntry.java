package io.gaia.schemas.event;

import java.util.List;
import java.util.Optional;

/**
 * Which classes a student is in. The first one counts when neither event nor {@link Timetable}
 * tells.
 *
 * @param classroomIds at least one
 */
public record RosterEntry(String studentId, List<String> classroomIds, Optional<String> schoolId) {}
