package io.gaia.e2e;

import java.time.Instant;
import java.util.UUID;

/** A usability metric as an app would write it, by hand. */
record Metric(
    String eventId,
    String studentId,
    String classroomId,
    String type,
    double value,
    String itemId,
    Instant at) {

  static Metric error(String studentId, String classroomId, Instant at) {
    return new Metric(
        UUID.randomUUID().toString(), studentId, classroomId, "error", 1, "fractions-4", at);
  }

  static Metric keypress(String studentId, String classroomId, Instant at) {
    return new Metric(
        UUID.randomUUID().toString(), studentId, classroomId, "keypress", 1, "fractions-4", at);
  }

  Metric on(String item) {
    return new Metric(eventId, studentId, classroomId, type, value, item, at);
  }

  static Metric completion(String studentId, String classroomId, Instant at) {
    return new Metric(
        UUID.randomUUID().toString(), studentId, classroomId, "completion", 1, "fractions-4", at);
  }

  Metric withId(String id) {
    return new Metric(id, studentId, classroomId, type, value, itemId, at);
  }

  Metric withType(String other) {
    return new Metric(eventId, studentId, classroomId, other, value, itemId, at);
  }

  String json() {
    return """
    {"event_id":"%s","student_id":"%s","app_name":"quiz","session_id":"session-%s",\
    "classroom_id":"%s","item_id":"%s","metric_type":"%s","metric_value":%s,"timestamp":"%s"}\
    """
        .formatted(eventId, studentId, studentId, classroomId, itemId, type, value, at);
  }
}
