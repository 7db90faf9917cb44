package io.gaia.client.replay;

import io.gaia.schemas.event.MetricType;
import io.gaia.schemas.event.UsabilityMetric;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What a row of a table log tells; session and classroom are found when all rows are known. */
record MetricRow(
    String eventId,
    String studentId,
    String appName,
    MetricType type,
    double value,
    Instant timestamp,
    Optional<String> lessonId,
    Optional<String> itemId,
    Optional<Boolean> correct) {

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
        Map.of(),
        Map.of());
  }
}
