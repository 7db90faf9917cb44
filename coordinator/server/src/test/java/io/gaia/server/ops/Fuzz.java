package io.gaia.server.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Requests made from the API's description: as it says, and in every way wrong. */
final class Fuzz {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> CONTENT_TYPES =
      List.of("text/plain", "application/xml", "application/x-ndjson", "no type", "application/*");

  /** An operation of the API. */
  record Route(String method, String path, JsonNode operation) {}

  /**
   * A request to send.
   *
   * @param contentType empty for none
   * @param key the Idempotency-Key, empty for none
   */
  record Shot(
      Route route, String address, byte[] body, String contentType, String key, String accept) {}

  private final JsonNode api;
  private final Random random;
  private final List<Route> routes = new ArrayList<>();
  private final List<String> knownIds = new ArrayList<>(List.of("none", "algebra", "door"));

  Fuzz(JsonNode api, long seed) {
    this.api = api;
    this.random = new Random(seed);
    api.at("/paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation ->
                            routes.add(
                                new Route(
                                    operation.getKey().toUpperCase(java.util.Locale.ROOT),
                                    path.getKey(),
                                    operation.getValue()))));
  }

  List<Route> routes() {
    return routes;
  }

  /** An id that the service gave out: the next requests may be about it. */
  synchronized void know(String id) {
    if (knownIds.size() < 200) {
      knownIds.add(id);
    } else {
      knownIds.set(random.nextInt(knownIds.size()), id);
    }
  }

  synchronized Shot next() {
    Route route = routes.get(random.nextInt(routes.size()));
    StringBuilder address = new StringBuilder();
    String path = route.path();
    for (JsonNode parameter : route.operation().at("/parameters")) {
      String name = parameter.get("name").asText();
      if (parameter.get("in").asText().equals("path")) {
        path = path.replace("{" + name + "}", encoded(random.nextInt(8) == 0 ? oddText() : id()));
      } else if (parameter.get("in").asText().equals("query") && random.nextBoolean()) {
        address
            .append(address.isEmpty() ? "?" : "&")
            .append(encoded(name))
            .append('=')
            .append(encoded(queryValue(parameter)));
      }
    }
    JsonNode content = route.operation().at("/requestBody/content").path("application/json");
    boolean hasBody = !content.isMissingNode();
    byte[] body = hasBody || random.nextInt(20) == 0 ? body(content.path("schema")) : new byte[0];
    String contentType = random.nextInt(15) == 0 ? pick(CONTENT_TYPES) : "application/json";
    return new Shot(
        route,
        path + address,
        body,
        body.length == 0 && random.nextBoolean() ? "" : contentType,
        random.nextInt(4) == 0 ? key() : "",
        random.nextInt(30) == 0 ? "text/html" : "application/json");
  }

  private String key() {
    return random.nextInt(6) == 0 ? "k".repeat(random.nextInt(400)) : "key-" + random.nextInt(50);
  }

  private String queryValue(JsonNode parameter) {
    return switch (random.nextInt(5)) {
      case 0 -> oddText();
      case 1 -> String.valueOf(oddNumber());
      case 2 -> id();
      default ->
          parameter.at("/schema/type").asText().equals("integer")
              ? String.valueOf(random.nextInt(50))
              : pick(List.of("stale", "pending", "idle", "open", "2026-01-01T00:00:00Z", "0"));
    };
  }

  private byte[] body(JsonNode schema) {
    JsonNode valid = value(schema, 0);
    byte[] text = valid.toString().getBytes(StandardCharsets.UTF_8);
    return switch (random.nextInt(12)) {
      case 0 -> spoiled(text);
      case 1 -> java.util.Arrays.copyOf(text, random.nextInt(text.length + 1));
      case 2 -> anything(0).toString().getBytes(StandardCharsets.UTF_8);
      case 3 -> pick(broken()).getBytes(StandardCharsets.ISO_8859_1);
      case 4, 5 -> mutated(valid).toString().getBytes(StandardCharsets.UTF_8);
      default -> text;
    };
  }

  private byte[] spoiled(byte[] text) {
    for (int i = 0; text.length > 0 && i < 3; i++) {
      text[random.nextInt(text.length)] = (byte) random.nextInt(256);
    }
    return text;
  }

  private List<String> broken() {
    return List.of(
        "",
        "null",
        "[]",
        "{\"a\":",
        "[".repeat(5000),
        "{\"a\":".repeat(3000),
        "\"\\ud800\"",
        "{\"\\u0000\":\"\\u0000\"}",
        "1e999999999",
        "-" + "9".repeat(5000),
        "\u00ff\u00fe{}",
        "{\"id\":\"\u00c3\u0028\"}",
        "{} {}",
        "NaN");
  }

  /** Valid but for one member. */
  private JsonNode mutated(JsonNode valid) {
    if (valid instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = pick(names);
      switch (random.nextInt(4)) {
        case 0 -> object.remove(name);
        case 1 -> object.set("unknown_" + random.nextInt(9), anything(0));
        case 2 -> object.set(name, mutated(object.get(name)));
        default -> object.set(name, anything(0));
      }
      return object;
    }
    return anything(0);
  }

  private JsonNode value(JsonNode given, int depth) {
    JsonNode schema = resolved(given);
    if (schema.has("oneOf")) {
      return value(schema.get("oneOf").get(random.nextInt(schema.get("oneOf").size())), depth);
    }
    return switch (schema.path("type").asText()) {
      case "string" -> JSON.textNode(text(schema));
      case "integer" -> JSON.numberNode(random.nextInt(6) == 0 ? oddLong() : random.nextInt(12));
      case "number" -> JSON.numberNode(random.nextInt(6) == 0 ? oddNumber() : random.nextInt(2));
      case "boolean" -> JSON.booleanNode(random.nextBoolean());
      case "array" -> array(schema, depth);
      case "object" -> object(schema, depth);
      default -> anything(depth);
    };
  }

  private JsonNode resolved(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    return reference.isEmpty() ? schema : api.at(reference.substring(1));
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = JSON.objectNode();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (depth < 4 && random.nextInt(4) != 0) {
        object.set(property.getKey(), member(property, depth));
      }
    }
    return object;
  }

  /** What names something mostly names something that is there. */
  private JsonNode member(Map.Entry<String, JsonNode> property, int depth) {
    String name = property.getKey();
    if (random.nextInt(6) != 0) {
      switch (name) {
        case "tier" -> {
          return JSON.textNode(pick(List.of("worker", "manager", "high_level")));
        }
        case "provider" -> {
          return JSON.textNode(pick(List.of("claude", "codex", "other")));
        }
        case "time_zone" -> {
          return JSON.textNode("Europe/Berlin");
        }
        case "start", "end" -> {
          return JSON.textNode("08:30");
        }
        case "metadata" -> {
          return JSON.objectNode().put("a", 1);
        }
        default -> {
          if (name.endsWith("_id") || name.equals("id")) {
            return JSON.textNode(id());
          }
        }
      }
    }
    return value(property.getValue(), depth + 1);
  }

  private ArrayNode array(JsonNode schema, int depth) {
    ArrayNode array = JSON.arrayNode();
    int size = random.nextInt(40) == 0 ? 1001 : random.nextInt(4);
    for (int i = 0; i < size; i++) {
      array.add(value(schema.path("items"), depth + 1));
    }
    return array;
  }

  private String text(JsonNode schema) {
    if (schema.path("format").asText().equals("date-time") && random.nextInt(5) != 0) {
      return "2026-11-2" + random.nextInt(9) + "T10:00:00Z";
    }
    return random.nextInt(5) == 0 ? oddText() : "text-" + random.nextInt(20);
  }

  private JsonNode anything(int depth) {
    return switch (random.nextInt(depth > 3 ? 5 : 7)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.textNode(oddText());
      case 2 -> JSON.numberNode(oddNumber());
      case 3 -> JSON.numberNode(oddLong());
      case 4 -> JSON.booleanNode(random.nextBoolean());
      case 5 -> JSON.arrayNode().add(anything(depth + 1)).add(anything(depth + 1));
      default -> JSON.objectNode().set(oddText(), anything(depth + 1));
    };
  }

  private String id() {
    return pick(knownIds);
  }

  private long oddLong() {
    return pick(
        List.of(0L, -1L, 1L, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 31, -(1L << 31), 253402300800L));
  }

  private double oddNumber() {
    return pick(
        List.of(0.0, -1.0, 0.5, 1e300, -1e300, 1e-300, 25.0001, Double.MAX_VALUE, 9.3e18, 1e9));
  }

  private String oddText() {
    return pick(
        List.of(
            "",
            " ",
            "\u0000",
            "a\u0000b",
            "..",
            "/",
            "%",
            "a/b;c=d",
            "\u202e\ufeff",
            "\ud83d\ude00",
            "'; drop table tasks; --",
            "x".repeat(201),
            "x".repeat(3000),
            "ä".repeat(100),
            "\n\r\t",
            "9".repeat(40),
            "null",
            "+999999999-12-31T23:59:59Z",
            "-999999999-01-01T00:00:00Z",
            "24:00"));
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
