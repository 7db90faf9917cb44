package io.gaia.schemas.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.schemas.event.SatisfactionRating;
import io.gaia.schemas.event.StudentEvent;
import io.gaia.schemas.event.UsabilityMetric;
import io.gaia.schemas.json.ReadResult.Accepted;
import io.gaia.schemas.json.ReadResult.Rejected;
import io.gaia.schemas.topic.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Reads and checks what apps send; the collector and every job share it, so they agree on what is
 * malformed. Unknown fields and metric types pass. An event without {@code event_id} gets one that
 * is derived from its content, so sending it twice is sending it once.
 */
public final class StudentEventReader {

  public static final Duration MAX_AHEAD = Duration.ofMinutes(5);
  public static final Duration MAX_AGE = Duration.ofDays(400);
  public static final int MAX_ID_LENGTH = 200;
  public static final int MAX_FEEDBACK_LENGTH = 4_000;

  private static final Set<String> METRIC_FIELDS =
      Set.of(
          "event_id",
          "student_id",
          "app_name",
          "session_id",
          "metric_type",
          "metric_value",
          "timestamp",
          "classroom_id",
          "lesson_id",
          "item_id",
          "correct",
          "metadata");

  private static final ObjectMapper MAPPER = EventCodec.mapper();

  private StudentEventReader() {}

  /**
   * @param value a JSON object: a rating if it has {@code rating}, else a metric
   * @param receivedAt when the event reached Kafka or the collector; its timestamp is checked
   *     against this
   */
  public static ReadResult read(byte[] value, Instant receivedAt) {
    if (value.length > Topic.MAX_VALUE_BYTES) {
      return new Rejected(
          "event of " + value.length + " bytes; at most " + Topic.MAX_VALUE_BYTES,
          Optional.empty());
    }
    JsonNode json;
    try {
      json = MAPPER.readTree(value);
    } catch (JsonProcessingException e) {
      return new Rejected("not JSON: " + e.getOriginalMessage(), Optional.empty());
    } catch (IOException e) {
      return new Rejected("not JSON: " + e.getMessage(), Optional.empty());
    }
    return read(json, receivedAt);
  }

  /** As {@link #read(byte[], Instant)}, for JSON that is parsed already. */
  public static ReadResult read(JsonNode json, Instant receivedAt) {
    if (!(json instanceof ObjectNode event)) {
      return new Rejected("takes a JSON object", Optional.empty());
    }
    try {
      return new Accepted(
          event.has("rating") ? rating(event, receivedAt) : metric(event, receivedAt));
    } catch (Malformed e) {
      return new Rejected(e.getMessage(), Optional.of(e.field));
    }
  }

  private static StudentEvent metric(ObjectNode event, Instant receivedAt) throws Malformed {
    return new UsabilityMetric(
        optionalId(event, "event_id").orElseGet(() -> derivedId(event)),
        id(event, "student_id"),
        id(event, "app_name"),
        id(event, "session_id"),
        id(event, "metric_type"),
        number(event, "metric_value"),
        timestamp(event, receivedAt),
        optionalId(event, "classroom_id"),
        optionalId(event, "lesson_id"),
        optionalId(event, "item_id"),
        optionalBoolean(event, "correct"),
        metadata(event),
        unknownFields(event));
  }

  private static StudentEvent rating(ObjectNode event, Instant receivedAt) throws Malformed {
    JsonNode rating = event.get("rating");
    if (!rating.isIntegralNumber() || rating.asLong() < 1 || rating.asLong() > 5) {
      throw new Malformed("rating", "takes a whole number from 1 to 5");
    }
    return new SatisfactionRating(
        optionalId(event, "event_id").orElseGet(() -> derivedId(event)),
        id(event, "student_id"),
        id(event, "app_name"),
        id(event, "session_id"),
        rating.intValue(),
        optionalText(event, "feedback_text", MAX_FEEDBACK_LENGTH),
        timestamp(event, receivedAt),
        optionalId(event, "classroom_id"));
  }

  private static String id(ObjectNode event, String field) throws Malformed {
    return optionalId(event, field).orElseThrow(() -> new Malformed(field, "is missing"));
  }

  private static Optional<String> optionalId(ObjectNode event, String field) throws Malformed {
    Optional<String> id = optionalText(event, field, MAX_ID_LENGTH);
    if (id.isPresent() && (id.get().isBlank() || hasControl(id.get()))) {
      throw new Malformed(field, "takes a text that is not blank and has no control characters");
    }
    return id;
  }

  private static boolean hasControl(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (Character.isISOControl(id.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> optionalText(ObjectNode event, String field, int maxLength)
      throws Malformed {
    JsonNode value = event.get(field);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual() || value.textValue().length() > maxLength) {
      throw new Malformed(field, "takes a text of at most " + maxLength + " characters");
    }
    return Optional.of(value.textValue());
  }

  private static double number(ObjectNode event, String field) throws Malformed {
    JsonNode value = event.get(field);
    if (value == null || value.isNull()) {
      throw new Malformed(field, "is missing");
    }
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw new Malformed(field, "takes a number");
    }
    return value.doubleValue();
  }

  private static Optional<Boolean> optionalBoolean(ObjectNode event, String field)
      throws Malformed {
    JsonNode value = event.get(field);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isBoolean()) {
      throw new Malformed(field, "takes true or false");
    }
    return Optional.of(value.booleanValue());
  }

  private static Instant timestamp(ObjectNode event, Instant receivedAt) throws Malformed {
    String text =
        optionalText(event, "timestamp", 64)
            .orElseThrow(() -> new Malformed("timestamp", "is missing"));
    Instant timestamp;
    try {
      timestamp = TimeText.read(text);
    } catch (DateTimeParseException e) {
      throw new Malformed("timestamp", "takes RFC 3339, such as 2026-01-31T09:30:00Z");
    }
    if (timestamp.isAfter(receivedAt.plus(MAX_AHEAD))) {
      throw new Malformed("timestamp", "is more than 5 minutes ahead of when it was received");
    }
    if (timestamp.isBefore(receivedAt.minus(MAX_AGE))) {
      throw new Malformed("timestamp", "is more than 400 days old");
    }
    return timestamp;
  }

  private static Map<String, JsonNode> metadata(ObjectNode event) throws Malformed {
    JsonNode metadata = event.get("metadata");
    if (metadata == null || metadata.isNull()) {
      return Map.of();
    }
    if (!metadata.isObject()) {
      throw new Malformed("metadata", "takes an object");
    }
    return fields(metadata, Set.of());
  }

  private static Map<String, JsonNode> unknownFields(ObjectNode event) {
    return fields(event, METRIC_FIELDS);
  }

  private static Map<String, JsonNode> fields(JsonNode object, Set<String> except) {
    Map<String, JsonNode> fields = new TreeMap<>();
    object
        .properties()
        .forEach(
            field -> {
              if (!except.contains(field.getKey())) {
                fields.put(field.getKey(), field.getValue());
              }
            });
    return fields;
  }

  private static String derivedId(ObjectNode event) {
    // key order is the sender's accident, so it must not change the id
    TreeMap<String, JsonNode> sorted = new TreeMap<>(fields(event, Set.of("event_id")));
    return UUID.nameUUIDFromBytes(sorted.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static final class Malformed extends Exception {
    private final String field;

    Malformed(String field, String problem) {
      super(field + " " + problem);
      this.field = field;
    }
  }
}
