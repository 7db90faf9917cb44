package io.gaia.server.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gaia.server.config.ClusterSettings;
import io.gaia.server.config.ClusterSettings.DiscoveryType;
import io.gaia.server.config.HostPort;
import io.gaia.server.config.HostPorts;
import io.gaia.server.config.NodeTlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryTest {
  private static final Discovery.Patience SHORT =
      new Discovery.Patience(Duration.ZERO, Duration.ofMillis(100), Duration.ofMillis(1));

  @TempDir private Path directory;

  @Test
  void aListIsTakenAsItIsAndOnce() throws IOException {
    Discovery.Found first = find(listed("10.0.0.1:1,10.0.0.2:1,10.0.0.3:1", "10.0.0.2:1", true));
    assertThat(first.own()).isEqualTo(HostPort.parse("10.0.0.2:1"));
    assertThat(first.members()).hasSize(3);
    // what the configuration says later is for the log to change
    assertThat(find(listed("10.0.0.9:1", "10.0.0.9:1", true))).isEqualTo(first);
  }

  @Test
  void aNodeThatDoesNotBootstrapWaitsToBeAdded() throws IOException {
    assertThat(find(listed("10.0.0.1:1", "10.0.0.4:1", false)))
        .isEqualTo(new Discovery.Found(HostPort.parse("10.0.0.4:1"), List.of()));
  }

  @Test
  void aNameIsAskedUntilItHasAllItsAddresses() throws IOException {
    List<List<String>> answers =
        new ArrayList<>(
            List.of(
                List.of(),
                List.of("10.0.0.3"),
                List.of("10.0.0.3", "10.0.0.1"),
                List.of("10.0.0.3", "10.0.0.1", "10.0.0.2")));
    Iterator<List<String>> next = answers.iterator();
    Discovery.Found found =
        new Discovery(
                named(Optional.of("10.0.0.1:8300")),
                name -> addresses(next.hasNext() ? next.next() : answers.get(3)),
                SHORT)
            .find();
    assertThat(found.own()).isEqualTo(HostPort.parse("10.0.0.1:8300"));
    assertThat(found.members())
        .isEqualTo(HostPorts.parse("10.0.0.1:8300,10.0.0.2:8300,10.0.0.3:8300").addresses());
  }

  @Test
  void ofTheNamesAddressesAnInterfacesOwnIsThisNode() throws IOException {
    Discovery.Found found =
        new Discovery(
                named(Optional.empty()),
                name -> addresses(List.of("192.0.2.1", "127.0.0.1", "192.0.2.2")),
                SHORT)
            .find();
    assertThat(found.own()).isEqualTo(HostPort.parse("127.0.0.1:8300"));
  }

  @Test
  void aNameThatLacksThisNodeOrOthersStopsTheStart() {
    assertThatThrownBy(
            () ->
                new Discovery(
                        named(Optional.of("10.0.0.7:8300")),
                        name -> addresses(List.of("10.0.0.1", "10.0.0.2", "10.0.0.3")),
                        SHORT)
                    .find())
        .hasMessageContaining("CLUSTER_DISCOVERY_NODES takes a name")
        .hasMessageContaining("CLUSTER_ADVERTISE_ADDR")
        .hasMessageContaining("10.0.0.3:8300");
    assertThat(directory.resolve("first-members")).doesNotExist();
  }

  @Test
  void aLoneNodesLogIsNotTakenForOneOfSeveral() throws IOException {
    Files.writeString(directory.resolve("stream-id"), "x");
    assertThatThrownBy(() -> find(listed("10.0.0.1:1", "10.0.0.1:1", true)))
        .hasMessageContaining("CLUSTER_DATA_DIR takes a directory of its own");
  }

  private static Discovery.Found find(ClusterSettings cluster) throws IOException {
    return new Discovery(cluster, Discovery.Resolver.DNS, SHORT).find();
  }

  private ClusterSettings listed(String nodes, String own, boolean bootstrap) {
    return settings(DiscoveryType.STATIC, nodes, Optional.of(own), bootstrap);
  }

  private ClusterSettings named(Optional<String> own) {
    return settings(DiscoveryType.DNS, "gaia.example:8300", own, true);
  }

  private ClusterSettings settings(
      DiscoveryType type, String nodes, Optional<String> own, boolean bootstrap) {
    return new ClusterSettings(
        true,
        "node-1",
        HostPort.parse("0.0.0.0:8300"),
        own.map(HostPort::parse),
        type,
        HostPorts.parse(nodes),
        directory,
        bootstrap,
        Optional.empty(),
        NodeTlsSettings.NONE);
  }

  private static List<InetAddress> addresses(List<String> texts) throws UnknownHostException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String text : texts) {
      addresses.add(InetAddress.getByName(text));
    }
    return addresses;
  }
}
