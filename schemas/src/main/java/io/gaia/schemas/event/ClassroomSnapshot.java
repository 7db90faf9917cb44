package io.gaia.schemas.event;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One minute of one class in one app. Written again when late events change it.
 *
 * @param averageFrustrationLevel mean of the students' last scores in the window, 0 to 1
 * @param worstFrustrationLevel highest of them
 * @param averageErrorRate errors and wrong attempts per active student and minute
 * @param averageBackspaceRate backspaces per keypress, 0 to 1
 * @param averageSatisfactionRating 1 to 5; absent without ratings
 * @param healthScore 0 (bad) to 100
 * @param eventsByType how many metrics of each type
 */
public record ClassroomSnapshot(
    String classroomId,
    String appName,
    Instant windowStart,
    Instant windowEnd,
    int studentCount,
    int activeStudentCount,
    int strugglingStudentCount,
    double averageFrustrationLevel,
    double worstFrustrationLevel,
    double averageErrorRate,
    double averageBackspaceRate,
    Optional<Double> averageSatisfactionRating,
    double healthScore,
    Map<String, Long> eventsByType) {}
