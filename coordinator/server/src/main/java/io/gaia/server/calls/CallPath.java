package io.gaia.server.calls;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glassfish.jersey.uri.UriComponent;

/**
 * The address of a call, taken apart as that of an HTTP request is.
 *
 * @param segments below the API's base, decoded
 */
record CallPath(List<String> segments, Map<String, String> query) {

  /**
   * @return empty when it is not below {@code base} or not well encoded
   */
  static Optional<CallPath> parse(String base, String address) {
    int mark = address.indexOf('?');
    String path = mark < 0 ? address : address.substring(0, mark);
    if (!path.startsWith(base + "/")) {
      return Optional.empty();
    }
    try {
      Map<String, String> query = mark < 0 ? Map.of() : query(address.substring(mark + 1));
      return Optional.of(new CallPath(segments(path.substring(base.length() + 1)), query));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    for (int from = 0; from <= path.length(); ) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      segments.add(decoded(path.substring(from, to)));
      from = to + 1;
    }
    return segments;
  }

  private static String decoded(String segment) {
    return segment.indexOf('%') < 0
        ? segment
        : UriComponent.decode(segment, UriComponent.Type.PATH_SEGMENT);
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new HashMap<>();
    for (String pair : text.split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      query.putIfAbsent(
          URLDecoder.decode(name, StandardCharsets.UTF_8),
          URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
    return query;
  }
}
