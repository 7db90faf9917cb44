package io.gaia.flink.detection;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.ObservationKind;
import io.gaia.flink.detection.model.Peers;
import io.gaia.schemas.event.MetricType;
import io.gaia.schemas.event.SatisfactionRating;
import io.gaia.schemas.event.StudentEvent;
import io.gaia.schemas.event.UsabilityMetric;
import java.util.Map;
import java.util.Optional;

/**
 * What the model needs of an event. Metadata that it understands, all of it optional: {@code x},
 * {@code y} and {@code target} of a click, {@code effect} false when it had none, {@code
 * text_selection} true; {@code direction} {@code "back"} of a navigation; {@code duration_seconds}
 * of an attempt.
 */
public final class Observations {

  private Observations() {}

  /** Empty for a metric of an unknown type. */
  public static Optional<Observation> of(StudentEvent event) {
    return event instanceof UsabilityMetric metric
        ? MetricType.byWireName(metric.metricType()).map(type -> ofMetric(metric, type))
        : Optional.of(ofRating((SatisfactionRating) event));
  }

  private static Observation ofRating(SatisfactionRating rating) {
    return new Observation(
        rating.eventId(),
        rating.studentId(),
        rating.appName(),
        rating.classroomId().orElse(""),
        ObservationKind.RATING,
        rating.timestamp().toEpochMilli(),
        rating.rating(),
        false,
        "",
        "",
        Observation.NO_DURATION,
        Double.NaN,
        Double.NaN,
        "",
        0,
        Peers.UNKNOWN);
  }

  private static Observation ofMetric(UsabilityMetric metric, MetricType type) {
    Map<String, JsonNode> metadata = metric.metadata();
    double seconds = number(metadata, "duration_seconds");
    return new Observation(
        metric.eventId(),
        metric.studentId(),
        metric.appName(),
        metric.classroomId().orElse(""),
        kind(type),
        metric.timestamp().toEpochMilli(),
        metric.metricValue(),
        metric.correct().orElse(metric.metricValue() >= 1),
        metric.lessonId().orElse(""),
        metric.itemId().orElse(""),
        seconds >= 0 ? (long) (seconds * 1000) : Observation.NO_DURATION,
        number(metadata, "x"),
        number(metadata, "y"),
        text(metadata, "target"),
        flags(metadata),
        Peers.UNKNOWN);
  }

  private static int flags(Map<String, JsonNode> metadata) {
    if (metadata.isEmpty()) {
      return 0;
    }
    boolean noEffect = metadata.containsKey("effect") && !metadata.get("effect").asBoolean(true);
    boolean selection =
        metadata.containsKey("text_selection") && metadata.get("text_selection").asBoolean(false);
    return (noEffect ? Observation.NO_EFFECT : 0)
        | (selection ? Observation.TEXT_SELECTION : 0)
        | (text(metadata, "direction").equals("back") ? Observation.BACK : 0);
  }

  private static double number(Map<String, JsonNode> metadata, String field) {
    JsonNode value = metadata.get(field);
    return value == null || !value.isNumber() ? Double.NaN : value.doubleValue();
  }

  private static String text(Map<String, JsonNode> metadata, String field) {
    JsonNode value = metadata.get(field);
    return value == null || !value.isTextual() ? "" : value.textValue();
  }

  private static ObservationKind kind(MetricType type) {
    return switch (type) {
      case KEYPRESS -> ObservationKind.KEYPRESS;
      case BACKSPACE -> ObservationKind.BACKSPACE;
      case ERROR -> ObservationKind.ERROR;
      case HESITATION -> ObservationKind.HESITATION;
      case COMPLETION -> ObservationKind.COMPLETION;
      case FOCUS -> ObservationKind.FOCUS;
      case BLUR -> ObservationKind.BLUR;
      case SCROLLING -> ObservationKind.SCROLLING;
      case MOUSE_MOVEMENT -> ObservationKind.MOUSE_MOVEMENT;
      case CLICK -> ObservationKind.CLICK;
      case NAVIGATION -> ObservationKind.NAVIGATION;
      case HINT_REQUEST -> ObservationKind.HINT_REQUEST;
      case ATTEMPT -> ObservationKind.ATTEMPT;
      case IDLE -> ObservationKind.IDLE;
    };
  }
}
