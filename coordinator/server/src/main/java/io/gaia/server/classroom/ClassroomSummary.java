package io.gaia.server.classroom;

import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.Timetable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A class at a glance.
 *
 * @param size students enrolled, when known
 * @param studentCount students seen within a day
 * @param strugglingCount of them, at level medium or above and not merely quiet
 * @param openAlertCount alerts nobody has acted on
 * @param worstLevel highest level of a student now
 * @param timetable when it is in session, once somebody has said
 */
public record ClassroomSummary(
    String classroomId,
    String name,
    List<String> teacherIds,
    Optional<Integer> size,
    int studentCount,
    int strugglingCount,
    int openAlertCount,
    FrustrationLevel worstLevel,
    Optional<Instant> lastEventAt,
    Optional<Timetable> timetable) {}
