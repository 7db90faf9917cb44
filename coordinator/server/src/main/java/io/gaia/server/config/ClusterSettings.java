package io.gaia.server.config;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Who this node is and how it finds the others. Not enabled means a group of one.
 *
 * @param advertiseAddress where the other nodes reach this one's Raft port; absent: the bind
 *     address
 * @param httpAdvertiseUrl where the other nodes reach this one's HTTP port
 * @param tls how the nodes prove to each other who they are
 * @param bootstrap whether an empty data directory starts a new group (else it waits to be added)
 */
public record ClusterSettings(
    boolean enabled,
    @NotNull
        @Pattern(
            regexp = "[A-Za-z0-9._-]{1,64}",
            message = "takes 1 to 64 letters, digits, dots, dashes or underscores")
        String nodeId,
    @NotNull HostPort bindAddress,
    Optional<HostPort> advertiseAddress,
    @NotNull DiscoveryType discoveryType,
    HostPorts discoveryNodes,
    @NotNull Path dataDirectory,
    boolean bootstrap,
    Optional<URI> httpAdvertiseUrl,
    @Valid @NotNull NodeTlsSettings tls) {

  public ClusterSettings {
    discoveryNodes = Optional.ofNullable(discoveryNodes).orElse(HostPorts.NONE);
  }

  @AssertTrue(message = "CLUSTER_DISCOVERY_NODES takes host:port,... when CLUSTER_ENABLED is true")
  public boolean isFindingTheOthers() {
    return !enabled || !discoveryNodes.addresses().isEmpty();
  }

  @AssertTrue(
      message = "CLUSTER_DISCOVERY_NODES takes one name:port when CLUSTER_DISCOVERY_TYPE is dns")
  public boolean isOneName() {
    return !enabled || discoveryType != DiscoveryType.DNS || discoveryNodes.addresses().size() <= 1;
  }

  @AssertTrue(
      message = "CLUSTER_ADVERTISE_ADDR takes the one of CLUSTER_DISCOVERY_NODES that is this node")
  public boolean isAmongTheNodes() {
    return !enabled
        || !bootstrap
        || discoveryType != DiscoveryType.STATIC
        || discoveryNodes.addresses().isEmpty()
        || discoveryNodes.addresses().contains(advertiseAddress.orElse(bindAddress));
  }

  @AssertTrue(message = "HTTP_ADVERTISE_URL takes an http or https address")
  public boolean isReachableByHttp() {
    return httpAdvertiseUrl
        .map(url -> "http".equals(url.getScheme()) || "https".equals(url.getScheme()))
        .orElse(true);
  }

  /** How the addresses of the other nodes are found. */
  public enum DiscoveryType {
    STATIC,
    DNS;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
