package io.gaia.schemas.event;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One thing a student did in an education app.
 *
 * @param eventId unique; the same id twice is the same event
 * @param studentId a pseudonym, never a name
 * @param metricType a {@link MetricType#wireName()}, or a name Gaia does not know (archived, not
 *     scored)
 * @param metricValue count, seconds or score, by type
 * @param timestamp when the student did it
 * @param classroomId absent: the one of the student's classrooms counts that is in session
 * @param correct for attempts: whether the attempt solved the item
 * @param metadata free fields of the app
 * @param extra top-level fields that Gaia does not know, kept as sent
 */
public record UsabilityMetric(
    String eventId,
    String studentId,
    String appName,
    String sessionId,
    String metricType,
    double metricValue,
    Instant timestamp,
    Optional<String> classroomId,
    Optional<String> lessonId,
    Optional<String> itemId,
    Optional<Boolean> correct,
    Map<String, JsonNode> metadata,
    @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> extra)
    implements StudentEvent {}
