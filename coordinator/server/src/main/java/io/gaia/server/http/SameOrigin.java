package io.gaia.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;

/** Pages of other origins are refused where a browser would let them in. */
public final class SameOrigin {

  private SameOrigin() {}

  /** Only browsers send an origin; theirs must be the host they talk to. */
  public static boolean holds(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader("Origin"))
        .map(origin -> authority(origin).equalsIgnoreCase(request.getHeader("Host")))
        .orElse(true);
  }

  private static String authority(String origin) {
    try {
      return String.valueOf(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
