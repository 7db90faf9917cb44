package io.gaia.server.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Addresses, written {@code host:port,host:port}. */
public record HostPorts(List<HostPort> addresses) {

  public static final HostPorts NONE = new HostPorts(List.of());

  public HostPorts {
    addresses = List.copyOf(addresses);
  }

  /**
   * @throws IllegalArgumentException if a part is not {@code host:port}
   */
  @JsonCreator
  public static HostPorts parse(String text) {
    return new HostPorts(
        Arrays.stream(text.split(",", -1)).map(String::trim).map(HostPort::parse).toList());
  }

  @Override
  @JsonValue
  public String toString() {
    return addresses.stream().map(HostPort::toString).collect(Collectors.joining(","));
  }
}
