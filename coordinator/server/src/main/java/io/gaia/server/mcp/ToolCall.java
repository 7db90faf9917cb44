package io.gaia.server.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.server.http.Problem;
import io.gaia.server.mcp.Routes.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One call of a tool: what was given, and the routes in the caller's name.
 *
 * @param authorization the caller's header
 */
record ToolCall(ObjectNode arguments, String authorization, Routes routes) {

  Answer post(String path, ObjectNode body) {
    return routes.call(authorization, "POST", path, Optional.of(body));
  }

  Answer put(String path, ObjectNode body) {
    return routes.call(authorization, "PUT", path, Optional.of(body));
  }

  Answer get(String path) {
    return routes.call(authorization, "GET", path, Optional.empty());
  }

  Answer delete(String path) {
    return routes.call(authorization, "DELETE", path, Optional.empty());
  }

  boolean has(String argument) {
    return arguments.hasNonNull(argument);
  }

  boolean isTrue(String argument) {
    return arguments.path(argument).asBoolean(false);
  }

  /** A text that goes into an address. */
  String inPath(String argument) {
    JsonNode value = arguments.path(argument);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw Problem.invalidField(argument, argument + " takes a text that is not empty")
          .exception();
    }
    return encoded(value.textValue());
  }

  /** A number that goes into an address. */
  long numberInPath(String argument) {
    JsonNode value = arguments.path(argument);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw Problem.invalidField(argument, argument + " takes a whole number").exception();
    }
    return value.longValue();
  }

  /**
   * A body of those arguments that were given, under the names that routes use.
   *
   * @param names of arguments; {@code argument=field} where the two differ
   */
  ObjectNode body(String... names) {
    ObjectNode body = arguments.objectNode();
    for (String name : names) {
      String[] pair = name.split("=", 2);
      if (has(pair[0])) {
        body.set(pair[pair.length - 1], arguments.get(pair[0]));
      }
    }
    return body;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
