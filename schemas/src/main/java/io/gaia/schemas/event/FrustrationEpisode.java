package io.gaia.schemas.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A canonical episode: decided in event order at the watermark, so that a replay decides it again
 * the same. Written when it opens, escalates and resolves; readers keep the highest revision.
 *
 * @param id derived from student, app and when it opened
 * @param severity the highest level reached
 * @param score the highest score reached, 0 to 1
 * @param detectedAt when it opened; never changes
 * @param revision counts from 1
 */
public record FrustrationEpisode(
    String id,
    String studentId,
    String appName,
    String classroomId,
    EpisodeType eventType,
    FrustrationLevel severity,
    double score,
    Optional<String> lessonId,
    Optional<String> itemId,
    List<Reason> reasons,
    Instant detectedAt,
    Optional<Instant> resolvedAt,
    long revision) {}
