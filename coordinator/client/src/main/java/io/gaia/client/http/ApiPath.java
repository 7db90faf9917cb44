package io.gaia.client.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Paths of the coordinator's API. */
public final class ApiPath {

  private static final String API = "/api/v1";

  private ApiPath() {}

  /** A path under the API; every part is escaped. */
  public static String path(String... parts) {
    StringBuilder path = new StringBuilder(API);
    for (String part : parts) {
      path.append('/').append(escaped(part));
    }
    return path.toString();
  }

  /** The path with a query parameter, if there is a value. */
  public static String with(String path, String name, Optional<?> value) {
    return value
        .map(
            given ->
                path + (path.contains("?") ? "&" : "?") + name + "=" + escaped(given.toString()))
        .orElse(path);
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
