package io.gaia.server.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.gaia.schemas.json.EventCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The live stream's description, and whether frames are as it says. */
public final class AsyncApi {

  private static final JsonNode DOCUMENT = read("/asyncapi.json");
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final Map<String, JsonSchema> PAYLOADS = new HashMap<>();

  private AsyncApi() {}

  public static JsonNode document() {
    return DOCUMENT;
  }

  public static JsonNode read(String resource) {
    try (InputStream in = AsyncApi.class.getResourceAsStream(resource)) {
      return EventCodec.mapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  /** Names of the messages that the server sends through this door. */
  public static Set<String> sentThrough(Entrance entrance) {
    String operation = entrance == Entrance.SOCKET ? "tell" : "stream";
    Set<String> names = new TreeSet<>();
    for (JsonNode message : DOCUMENT.at("/operations/" + operation + "/messages")) {
      String reference = message.get("$ref").textValue();
      names.add(reference.substring(reference.lastIndexOf('/') + 1));
    }
    return names;
  }

  /** The message that this frame is an instance of. */
  public static String messageOf(JsonNode frame) {
    String type = frame.path("type").asText();
    if (!type.equals("event")) {
      return type;
    }
    return frame.path("channel").asText().startsWith("classroom:")
        ? "alertEvent"
        : "coordinationEvent";
  }

  /** What is not as it is described; nothing if all is. */
  public static List<String> faults(Entrance entrance, JsonNode frame) {
    String name = messageOf(frame);
    if (!sentThrough(entrance).contains(name)) {
      return List.of(name + " is not described for " + entrance + ": " + frame);
    }
    String reference = DOCUMENT.at("/components/messages/" + name + "/payload/$ref").textValue();
    List<String> faults = new ArrayList<>();
    payload(reference)
        .validate(frame.toString(), InputFormat.JSON)
        .forEach(fault -> faults.add(fault.getMessage() + " in " + frame));
    JsonNode properties = DOCUMENT.at(reference.substring(1)).get("properties");
    frame
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!properties.has(field)) {
                faults.add(field + " is not described in " + frame);
              }
            });
    return faults;
  }

  private static synchronized JsonSchema payload(String reference) {
    return PAYLOADS.computeIfAbsent(
        reference, ref -> SCHEMAS.getSchema(SchemaLocation.of("classpath:asyncapi.json" + ref)));
  }
}
