package io.gaia.server.coordination;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.gaia.core.RecordedEvent;
import io.gaia.core.event.TaskEvent.TaskEnqueued;
import io.gaia.core.model.WireName;
import io.gaia.schemas.event.CoordinationEvent;
import io.gaia.schemas.json.EventCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Set;

/** Events of the state machine as the world outside reads them. */
final class EventJson {
  /** Fields of the state machine that hold JSON as text. */
  private static final Set<String> JSON_TEXTS =
      Set.of("payload", "metadata", "result", "checkpoint");

  private static final String TIME_SUFFIX = "_at_ms";
  private static final String DURATION_SUFFIX = "_ms";

  private static final ObjectMapper MAPPER =
      EventCodec.configure(new JsonMapper())
          .registerModule(new SimpleModule().addSerializer(new WireNames()));

  private EventJson() {}

  static CoordinationEvent of(RecordedEvent recorded) {
    Object source =
        recorded.event() instanceof TaskEnqueued enqueued
            ? new Enqueued(TaskJson.of(enqueued.task()))
            : recorded.event();
    return new CoordinationEvent(
        recorded.event().type(),
        recorded.event().entityId(),
        recorded.cursor(),
        Instant.ofEpochMilli(recorded.atMs()),
        outward(MAPPER.valueToTree(source)));
  }

  private record Enqueued(TaskJson task) {}

  /** Milliseconds become times and seconds, JSON text becomes JSON. */
  private static JsonNode outward(JsonNode node) {
    if (node.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode(node.size());
      node.forEach(element -> array.add(outward(element)));
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    node.properties().forEach(member -> put(object, member.getKey(), member.getValue()));
    return object;
  }

  private static void put(ObjectNode object, String name, JsonNode value) {
    if (name.endsWith(TIME_SUFFIX) && value.isIntegralNumber()) {
      object.put(
          name.substring(0, name.length() - DURATION_SUFFIX.length()),
          Instant.ofEpochMilli(value.longValue()).toString());
    } else if (name.endsWith(DURATION_SUFFIX) && value.isIntegralNumber()) {
      object.put(
          name.substring(0, name.length() - DURATION_SUFFIX.length()) + "_seconds",
          value.longValue() / 1000.0);
    } else if (JSON_TEXTS.contains(name) && value.isTextual()) {
      object.set(name, parsed(value.textValue()));
    } else {
      object.set(name, outward(value));
    }
  }

  private static JsonNode parsed(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("the state holds text that is not JSON", e);
    }
  }

  private static final class WireNames extends StdSerializer<WireName> {
    WireNames() {
      super(WireName.class);
    }

    @Override
    public void serialize(WireName value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(value.wireName());
    }
  }
}
