package io.gaia.server.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.oas.OpenApi30;
import io.gaia.schemas.json.EventCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Holds answers against the API's description, and is stricter than a client: what is described has
 * to be there, and nothing else.
 */
public final class AnswerCheck {
  private static final String PROBLEM = "application/problem+json";
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(
          SpecVersion.VersionFlag.V4,
          builder ->
              builder
                  .metaSchema(OpenApi30.getInstance())
                  .defaultMetaSchemaIri(OpenApi30.getInstance().getIri()));

  private record Route(String method, Pattern path, int parameters, JsonNode operation) {}

  private final List<Route> routes = new ArrayList<>();
  private final JsonNode components;
  private final Map<JsonNode, JsonSchema> compiled = new ConcurrentHashMap<>();

  /**
   * @param api the OpenAPI document
   */
  public AnswerCheck(JsonNode api) {
    components = closed(api.get("components").deepCopy());
    for (Map.Entry<String, JsonNode> path : api.get("paths").properties()) {
      String regex = path.getKey().replaceAll("\\{[^/]+}", "[^/]+");
      int parameters = path.getKey().split("\\{", -1).length - 1;
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        routes.add(
            new Route(
                operation.getKey().toUpperCase(Locale.ROOT),
                Pattern.compile(regex),
                parameters,
                operation.getValue()));
      }
    }
    // /sessions/available is not a session of that name
    routes.sort(Comparator.comparingInt(Route::parameters));
  }

  /** Nothing that is not described: additionalProperties is false where nothing else is said. */
  private static JsonNode closed(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(AnswerCheck::closed);
    return node;
  }

  /**
   * What is wrong with an answer; empty for routes that the description does not have.
   *
   * @param path without the API's prefix and the query
   */
  public List<String> faults(
      String method, String path, int status, String contentType, String body) {
    Optional<Route> route =
        routes.stream()
            .filter(each -> each.method.equals(method) && each.path.matcher(path).matches())
            .findFirst();
    if (route.isEmpty()) {
      return List.of();
    }
    JsonNode responses = route.get().operation.get("responses");
    JsonNode response =
        responses.path(responses.has("" + status) ? "" + status : status / 100 + "XX");
    if (response.isMissingNode()) {
      return List.of(status + " is not described");
    }
    JsonNode content = resolved(response).path("content");
    if (content.isMissingNode() || content.isEmpty()) {
      return body.isEmpty() ? List.of() : List.of("a body where none is described");
    }
    String type = contentType.replaceFirst(";.*", "");
    if (!content.has(type)) {
      return List.of("the type is " + type + " and not of " + content.properties());
    }
    return type.endsWith("json") ? faults(content.get(type).get("schema"), type, body) : List.of();
  }

  private List<String> faults(JsonNode schema, String type, String body) {
    try {
      JsonNode json = EventCodec.mapper().readTree(body);
      List<String> faults = new ArrayList<>();
      compiled
          .computeIfAbsent(schema, this::compile)
          .validate(json)
          .forEach(
              message -> {
                // a problem may say more than every problem has to
                if (!type.equals(PROBLEM) || !message.getType().equals("additionalProperties")) {
                  faults.add(message.toString());
                }
              });
      return faults;
    } catch (JsonProcessingException e) {
      return List.of("no JSON: " + e.getMessage());
    }
  }

  private JsonSchema compile(JsonNode schema) {
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    whole.putArray("allOf").add(schema);
    whole.set("components", components);
    return SCHEMAS.getSchema(whole);
  }

  private JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : components.at(reference.substring("#/components".length()));
  }
}
