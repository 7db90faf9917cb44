package io.gaia.server.replication;

import io.gaia.server.config.ClusterSettings;
import io.gaia.server.config.ClusterSettings.DiscoveryType;
import io.gaia.server.config.HostPort;
import io.gaia.server.config.HostPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the first members of a group, once: they are written down beside the log, and a node that
 * starts again goes by that and by what its log says of later changes.
 */
final class Discovery {
  private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

  /** Fewer stand the loss of none. */
  private static final int FEWEST = 3;

  private static final String FILE = "first-members";
  private static final String LONE_FILE = "stream-id";

  /** The addresses of a name. */
  @FunctionalInterface
  interface Resolver {
    List<InetAddress> resolve(String name) throws UnknownHostException;

    Resolver DNS = name -> Arrays.asList(InetAddress.getAllByName(name));
  }

  /**
   * How long a name is asked.
   *
   * @param steady so long it must give the same addresses: a name that is being filled gives some
   * @param atMost after that the start fails
   */
  record Patience(Duration steady, Duration atMost, Duration pause) {
    static final Patience USUAL =
        new Patience(Duration.ofSeconds(3), Duration.ofSeconds(60), Duration.ofMillis(250));
  }

  /**
   * @param own where the others find this node
   * @param members every first member; empty when this node waits to be added to a group
   */
  record Found(HostPort own, List<HostPort> members) {}

  private final ClusterSettings cluster;
  private final Resolver resolver;
  private final Patience patience;

  Discovery(ClusterSettings cluster, Resolver resolver, Patience patience) {
    this.cluster = cluster;
    this.resolver = resolver;
    this.patience = patience;
  }

  /**
   * @throws IllegalArgumentException says which setting does not fit, and what it takes
   */
  Found find() throws IOException {
    Path file = cluster.dataDirectory().resolve(FILE);
    if (Files.exists(file)) {
      List<String> lines = Files.readAllLines(file);
      return new Found(
          HostPort.parse(lines.get(0)), lines.stream().skip(1).map(HostPort::parse).toList());
    }
    requireNoLoneLog();
    Found found =
        cluster.discoveryType() == DiscoveryType.DNS ? byName(cluster.discoveryNodes()) : listed();
    if (Backup.isToBeRestored(cluster.dataDirectory())) {
      // the others come to it empty, so that there is one state
      found = new Found(found.own(), List.of(found.own()));
    } else if (!cluster.bootstrap()) {
      found = new Found(found.own(), List.of());
    }
    write(file, found);
    LOG.info(
        "{} is {}",
        found.own(),
        found.members().isEmpty() ? "to be added" : "one of " + found.members());
    return found;
  }

  private void requireNoLoneLog() {
    if (Files.exists(cluster.dataDirectory().resolve(LONE_FILE))) {
      throw new IllegalArgumentException(
          "CLUSTER_DATA_DIR takes a directory of its own for a node of several: %s holds the log of"
                  .formatted(cluster.dataDirectory())
              + " one that was alone (CLUSTER_ENABLED=false)");
    }
  }

  /**
   * @throws IllegalArgumentException when the directory belongs to a node of several
   */
  static void requireLone(Path directory) {
    if (Files.exists(directory.resolve(FILE))) {
      throw new IllegalArgumentException(
          "CLUSTER_DATA_DIR takes a directory of its own for a node that is alone: %s holds the log"
                  .formatted(directory)
              + " of one of several (CLUSTER_ENABLED=true)");
    }
  }

  private static void write(Path file, Found found) throws IOException {
    StringBuilder text = new StringBuilder(found.own() + "\n");
    found.members().forEach(member -> text.append(member).append('\n'));
    SyncedFile.write(file, text);
  }

  private Found listed() {
    HostPort own = cluster.advertiseAddress().orElse(cluster.bindAddress());
    List<HostPort> members = cluster.discoveryNodes().addresses();
    return new Found(own, members);
  }

  private Found byName(HostPorts configured) {
    HostPort name = configured.addresses().get(0);
    long giveUpAt = System.nanoTime() + patience.atMost().toNanos();
    List<HostPort> last = List.of();
    long since = System.nanoTime();
    while (System.nanoTime() - giveUpAt < 0) {
      List<HostPort> now = ask(name);
      if (!now.equals(last)) {
        last = now;
        since = System.nanoTime();
      }
      boolean isSteady = System.nanoTime() - since >= patience.steady().toNanos();
      Optional<HostPort> own = own(last);
      if (isSteady && last.size() >= FEWEST && own.isPresent()) {
        return new Found(own.get(), last);
      }
      pause();
    }
    throw new IllegalArgumentException(
        "CLUSTER_DISCOVERY_NODES takes a name with at least %d addresses, this node's among them"
                .formatted(FEWEST)
            + " (CLUSTER_ADVERTISE_ADDR, or one of its interfaces'): for %d s %s gave %s"
                .formatted(patience.atMost().toSeconds(), name.host(), last));
  }

  /** In order, so that every node sees the same list. */
  private List<HostPort> ask(HostPort name) {
    try {
      TreeSet<String> addresses = new TreeSet<>();
      resolver.resolve(name.host()).forEach(found -> addresses.add(found.getHostAddress()));
      return addresses.stream().map(host -> new HostPort(bracketed(host), name.port())).toList();
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  private static String bracketed(String host) {
    return host.indexOf(':') < 0 ? host : "[" + host + "]";
  }

  private Optional<HostPort> own(List<HostPort> found) {
    return cluster
        .advertiseAddress()
        .map(own -> found.stream().filter(own::equals).findFirst())
        .orElseGet(() -> found.stream().filter(Discovery::isOfThisMachine).findFirst());
  }

  private static boolean isOfThisMachine(HostPort address) {
    try {
      return NetworkInterface.getByInetAddress(InetAddress.getByName(address.host())) != null;
    } catch (SocketException | UnknownHostException e) {
      return false;
    }
  }

  private void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(patience.pause().toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while looking for the other nodes", e);
    }
  }
}
