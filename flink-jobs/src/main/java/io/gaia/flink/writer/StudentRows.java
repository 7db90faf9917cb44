package io.gaia.flink.writer;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.event.SatisfactionRating;
import io.gaia.schemas.event.UsabilityMetric;
import io.gaia.schemas.json.EventCodec;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What apps sent, as they sent it. The same event again changes nothing. */
final class StudentRows {

  private static final String METRIC =
      "insert into usability_metrics (event_id, student_id, app_name, session_id, classroom_id,"
          + " lesson_id, item_id, metric_type, metric_value, correct, metadata, extra, timestamp)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?)"
          + " on conflict (event_id, timestamp) do nothing";

  private static final String RATING =
      "insert into satisfaction_ratings (event_id, student_id, app_name, session_id, classroom_id,"
          + " rating, feedback_text, created_at) values (?, ?, ?, ?, ?, ?, ?, ?)"
          + " on conflict (event_id) do nothing";

  private StudentRows() {}

  static Row metric(UsabilityMetric metric) {
    return new Row(
        METRIC,
        "metric:" + metric.eventId() + "@" + metric.timestamp(),
        statement ->
            new Parameters(statement)
                .text(metric.eventId())
                .text(metric.studentId())
                .text(metric.appName())
                .text(metric.sessionId())
                .text(metric.classroomId())
                .text(metric.lessonId())
                .text(metric.itemId())
                .text(metric.metricType())
                .number(metric.metricValue())
                .yesOrNo(metric.correct())
                .text(json(withUnknownFields(metric)))
                .text(
                    metric.extra().isEmpty() ? Optional.empty() : Optional.of(json(metric.extra())))
                .time(metric.timestamp()));
  }

  static Row rating(SatisfactionRating rating) {
    return new Row(
        RATING,
        "rating:" + rating.eventId(),
        statement ->
            new Parameters(statement)
                .text(rating.eventId())
                .text(rating.studentId())
                .text(rating.appName())
                .text(rating.sessionId())
                .text(rating.classroomId())
                .count(rating.rating())
                .text(rating.feedbackText())
                .time(rating.timestamp()));
  }

  /** Unknown fields stand beside the app's own metadata, which wins where names are the same. */
  private static Map<String, JsonNode> withUnknownFields(UsabilityMetric metric) {
    Map<String, JsonNode> all = new TreeMap<>(metric.extra());
    all.putAll(metric.metadata());
    return all;
  }

  private static String json(Map<String, JsonNode> fields) {
    return new String(EventCodec.toBytes(fields), StandardCharsets.UTF_8);
  }
}
