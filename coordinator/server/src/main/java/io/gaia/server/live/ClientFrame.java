package io.gaia.server.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.calls.Call;
import java.util.Optional;
import java.util.Set;

/** What a client asks for. */
sealed interface ClientFrame {

  /**
   * @param channel as named by the client
   * @param after cursor to go on from
   */
  record Subscribe(String channel, Optional<String> after) implements ClientFrame {}

  /**
   * @param channel as named by the client
   */
  record Unsubscribe(String channel) implements ClientFrame {}

  record Ping() implements ClientFrame {}

  record Request(Call call) implements ClientFrame {}

  /**
   * @param id of a call whose answer nobody waits for any more
   */
  record Cancel(String id) implements ClientFrame {}

  String TYPES = "subscribe, unsubscribe, ping, call or cancel";
  int MAX_ID_LENGTH = 64;

  /** A frame that is none of those the server takes; the message says what it takes. */
  final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message, null, false, false);
    }
  }

  /** The JSON of a text: a frame, or a list of frames. */
  static JsonNode json(String text) throws Malformed {
    try {
      return EventCodec.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new Malformed("not JSON");
    }
  }

  static ClientFrame of(JsonNode json) throws Malformed {
    if (!json.isObject()) {
      throw new Malformed("takes a JSON object with type " + TYPES + ", or a list of them");
    }
    return switch (text(json, "type").orElse("")) {
      case "subscribe" -> {
        requireFields(json, Set.of("type", "channel", "after"), "after, channel, type");
        yield new Subscribe(needed(json, "channel"), text(json, "after"));
      }
      case "unsubscribe" -> {
        requireFields(json, Set.of("type", "channel"), "channel, type");
        yield new Unsubscribe(needed(json, "channel"));
      }
      case "ping" -> {
        requireFields(json, Set.of("type"), "type");
        yield new Ping();
      }
      case "call" -> new Request(call(json));
      case "cancel" -> {
        requireFields(json, Set.of("type", "id"), "id, type");
        yield new Cancel(needed(json, "id"));
      }
      default -> throw new Malformed("type takes " + TYPES);
    };
  }

  private static Call call(JsonNode json) throws Malformed {
    requireFields(
        json,
        Set.of("type", "id", "method", "path", "idempotency_key", "body"),
        "body, id, idempotency_key, method, path, type");
    String id = needed(json, "id");
    if (id.length() > MAX_ID_LENGTH) {
      throw new Malformed("id takes at most " + MAX_ID_LENGTH + " characters");
    }
    return new Call(
        id,
        needed(json, "method"),
        needed(json, "path"),
        text(json, "idempotency_key"),
        Optional.ofNullable(json.get("body")).filter(body -> !body.isNull()));
  }

  private static void requireFields(JsonNode json, Set<String> known, String inWords)
      throws Malformed {
    for (var field : json.properties()) {
      if (!known.contains(field.getKey())) {
        throw new Malformed(field.getKey() + " is unknown; known are " + inWords);
      }
    }
  }

  private static String needed(JsonNode json, String field) throws Malformed {
    return text(json, field).orElseThrow(() -> new Malformed(field + " is missing"));
  }

  private static Optional<String> text(JsonNode json, String field) throws Malformed {
    JsonNode value = json.get(field);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw new Malformed(field + " takes a text");
    }
    return Optional.of(value.textValue());
  }
}
