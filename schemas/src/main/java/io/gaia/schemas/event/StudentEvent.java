package io.gaia.schemas.event;

import java.time.Instant;
import java.util.Optional;

/** What apps send: a metric or a rating. */
public sealed interface StudentEvent permits UsabilityMetric, SatisfactionRating {
  String eventId();

  String studentId();

  String appName();

  String sessionId();

  Instant timestamp();

  Optional<String> classroomId();
}
