package io.gaia.client.replay;

import io.gaia.schemas.event.SatisfactionRating;
import io.gaia.schemas.event.StudentEvent;
import io.gaia.schemas.event.UsabilityMetric;
import java.time.Instant;
import java.util.Optional;

/** Copies of an event with another identity, place or time. */
final class EventChanges {

  private EventChanges() {}

  static StudentEvent withClassroom(StudentEvent event, String classroomId) {
    return copy(
        event, event.eventId(), event.sessionId(), event.timestamp(), Optional.of(classroomId));
  }

  static StudentEvent withSession(StudentEvent event, String sessionId) {
    return copy(event, event.eventId(), sessionId, event.timestamp(), event.classroomId());
  }

  static StudentEvent withRun(
      StudentEvent event, String eventId, String sessionId, Instant timestamp) {
    return copy(event, eventId, sessionId, timestamp, event.classroomId());
  }

  private static StudentEvent copy(
      StudentEvent event,
      String eventId,
      String sessionId,
      Instant timestamp,
      Optional<String> classroomId) {
    if (event instanceof UsabilityMetric metric) {
      return new UsabilityMetric(
          eventId,
          metric.studentId(),
          metric.appName(),
          sessionId,
          metric.metricType(),
          metric.metricValue(),
          timestamp,
          classroomId,
          metric.lessonId(),
          metric.itemId(),
          metric.correct(),
          metric.metadata(),
          metric.extra());
    }
    SatisfactionRating rating = (SatisfactionRating) event;
    return new SatisfactionRating(
        eventId,
        rating.studentId(),
        rating.appName(),
        sessionId,
        rating.rating(),
        rating.feedbackText(),
        timestamp,
        classroomId);
  }
}
