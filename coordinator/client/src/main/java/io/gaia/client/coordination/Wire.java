package io.gaia.client.coordination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.client.http.UnreachableException;
import io.gaia.schemas.json.EventCodec;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Between records and the API's JSON. */
final class Wire {

  private Wire() {}

  static ObjectNode object() {
    return EventCodec.mapper().createObjectNode();
  }

  static ObjectNode write(Object record) {
    return EventCodec.mapper().valueToTree(record);
  }

  /**
   * @throws UnreachableException if it is something else: whoever answered is no coordinator
   */
  static <T> T read(JsonNode json, Class<T> type) {
    try {
      return EventCodec.mapper().treeToValue(json, type);
    } catch (JsonProcessingException e) {
      throw new UnreachableException(
          "the answer is no " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }

  static <T> Page<T> page(JsonNode json, Class<T> type) {
    return new Page<>(
        StreamSupport.stream(json.path("items").spliterator(), false)
            .map(item -> read(item, type))
            .toList(),
        Optional.of(json.path("next_cursor")).filter(JsonNode::isTextual).map(JsonNode::asText));
  }
}
