package io.gaia.server.coordination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.gaia.core.model.WireName;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.http.Problem;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Field values between JSON and the state machine's plain types. */
final class Fields {
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /** What an absent {@code metadata} counts as. */
  static final String EMPTY_OBJECT = "{}";

  private Fields() {}

  /** The constant of that wire name, or a problem that names the field and what it takes. */
  static <E extends Enum<E> & WireName> E constant(Class<E> type, String field, String value) {
    return WireName.parse(type, value)
        .orElseThrow(
            () ->
                Problem.invalidField(
                        field,
                        field
                            + " takes one of "
                            + Arrays.stream(type.getEnumConstants())
                                .map(WireName::wireName)
                                .collect(Collectors.joining(", ")))
                    .exception());
  }

  static <T> T required(String field, Optional<T> value) {
    return value.orElseThrow(() -> Problem.invalidField(field, field + " is needed").exception());
  }

  // bodies hold boxed optionals, because the API description knows no others

  static OptionalLong number(Optional<Long> value) {
    return value.map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  static OptionalInt count(Optional<Integer> value) {
    return value.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  /** Whole milliseconds of that many seconds, which may have a fraction. */
  static long millis(String field, double seconds) {
    if (!(seconds >= 0 && seconds <= 1e9)) {
      throw Problem.invalidField(field, field + " takes seconds from 0 to 1000000000").exception();
    }
    return Math.round(seconds * 1000);
  }

  static Instant time(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  static Optional<Instant> time(OptionalLong millis) {
    return millis.isPresent() ? Optional.of(time(millis.getAsLong())) : Optional.empty();
  }

  static OptionalLong millis(String field, Optional<Instant> time) {
    if (time.isEmpty()) {
      return OptionalLong.empty();
    }
    if (time.get().isBefore(Instant.EPOCH) || time.get().isAfter(LATEST)) {
      throw Problem.invalidField(field, field + " takes a time from 1970 to 9999").exception();
    }
    return OptionalLong.of(time.get().toEpochMilli());
  }

  /** JSON text as it stands. */
  static RawValue json(String text) {
    return new RawValue(text);
  }

  private static String canonical(String field, JsonNode json) {
    try {
      return EventCodec.mapper().writeValueAsString(sorted(field, json));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a tree can always be written", e);
    }
  }

  /**
   * JSON as text, equal JSON as equal text: members sorted by name, no blanks. Absent and {@code
   * null} are the same. What PostgreSQL could not keep is a problem that names the field.
   */
  static Optional<String> text(String field, Optional<JsonNode> json) {
    return json.filter(value -> !value.isNull()).map(value -> canonical(field, value));
  }

  /** An object, or a problem that names the field. */
  static String object(String field, Optional<JsonNode> json) {
    if (json.isPresent() && !json.get().isObject() && !json.get().isNull()) {
      throw Problem.invalidField(field, field + " takes a JSON object").exception();
    }
    return text(field, json).orElse(EMPTY_OBJECT);
  }

  private static JsonNode sorted(String field, JsonNode json) {
    if (json.isObject()) {
      Map<String, JsonNode> members = new TreeMap<>();
      for (Map.Entry<String, JsonNode> member : json.properties()) {
        requireNoZero(field, member.getKey());
        members.put(member.getKey(), sorted(field, member.getValue()));
      }
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      members.forEach(object::set);
      return object;
    }
    if (json.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode(json.size());
      json.forEach(element -> array.add(sorted(field, element)));
      return array;
    }
    if (json.isTextual()) {
      requireNoZero(field, json.textValue());
    }
    if (json.isDouble() && !Double.isFinite(json.doubleValue())) {
      throw Problem.invalidField(field, field + " takes numbers up to 1.7e308").exception();
    }
    return json;
  }

  private static void requireNoZero(String field, String text) {
    if (text.indexOf(0) >= 0) {
      throw Problem.invalidField(field, field + " takes no character 0").exception();
    }
  }
}
