package io.gaia.server.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.json.EventCodec;
import java.util.Optional;
import java.util.Set;

/**
 * What a client asks for.
 *
 * @param channel as named by the client; empty for a ping
 * @param after cursor of a subscribe
 */
record ClientFrame(Type type, Optional<String> channel, Optional<String> after) {

  enum Type {
    SUBSCRIBE,
    UNSUBSCRIBE,
    PING
  }

  private static final Set<String> FIELDS = Set.of("type", "channel", "after");

  /** A frame that is none of those the server takes; the message says what it takes. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message, null, false, false);
    }
  }

  static ClientFrame parse(String text) throws Malformed {
    JsonNode json;
    try {
      json = EventCodec.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new Malformed("not JSON");
    }
    if (json == null || !json.isObject()) {
      throw new Malformed("takes a JSON object with type subscribe, unsubscribe or ping");
    }
    for (var field : json.properties()) {
      if (!FIELDS.contains(field.getKey())) {
        throw new Malformed(field.getKey() + " is unknown; known are after, channel, type");
      }
    }
    Type type = type(text(json, "type").orElse(""));
    Optional<String> channel = text(json, "channel");
    if (type != Type.PING && channel.isEmpty()) {
      throw new Malformed("channel is missing");
    }
    return new ClientFrame(type, channel, text(json, "after"));
  }

  private static Type type(String name) throws Malformed {
    return switch (name) {
      case "subscribe" -> Type.SUBSCRIBE;
      case "unsubscribe" -> Type.UNSUBSCRIBE;
      case "ping" -> Type.PING;
      default -> throw new Malformed("type takes subscribe, unsubscribe or ping");
    };
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
