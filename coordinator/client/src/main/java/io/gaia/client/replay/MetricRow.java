package io.gaia.client.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import io.gaia.schemas.event.MetricType;
import io.gaia.schemas.event.UsabilityMetric;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a row of a table log tells; session and classroom are found when all rows are known.
 *
 * @param took how long an attempt took, where it can be told
 */
record MetricRow(
    String eventId,
    String studentId,
    String appName,
    MetricType type,
    double value,
    Instant timestamp,
    Optional<String> lessonId,
    Optional<String> itemId,
    Optional<Boolean> correct,
    Optional<Duration> took) {

  MetricRow thatTook(Optional<Duration> time) {
    return new MetricRow(
        eventId, studentId, appName, type, value, timestamp, lessonId, itemId, correct, time);
  }

  UsabilityMetric toMetric() {
    return new UsabilityMetric(
        eventId,
        studentId,
        appName,
        Recording.SESSION_TO_BE_FOUND,
        type.wireName(),
        value,
        timestamp,
        Optional.empty(),
        lessonId,
        itemId,
        correct,
        took.<Map<String, JsonNode>>map(
                time -> Map.of("duration_seconds", DoubleNode.valueOf(time.toMillis() / 1000.0)))
            .orElse(Map.of()),
        Map.of());
  }
}
