package io.gaia.server.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A network address, written {@code host:port}; an IPv6 host stands in brackets. */
public record HostPort(String host, int port) {

  public HostPort {
    if (host.isBlank() || port < 0 || port > 65_535) {
      throw new IllegalArgumentException("takes host:port with a port from 0 to 65535");
    }
  }

  /**
   * @throws IllegalArgumentException if the text is not {@code host:port}
   */
  @JsonCreator
  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    try {
      return new HostPort(
          text.substring(0, Math.max(colon, 0)).trim(),
          Integer.parseInt(text.substring(colon + 1).trim()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("takes host:port, such as 10.0.0.1:8300", e);
    }
  }

  @Override
  @JsonValue
  public String toString() {
    return host + ":" + port;
  }
}
