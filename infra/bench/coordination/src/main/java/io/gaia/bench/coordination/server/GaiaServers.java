package io.gaia.bench.coordination.server;

import io.gaia.bench.coordination.subject.Subject;
import io.gaia.bench.coordination.subject.Target;
import io.gaia.bench.process.Servers;
import io.gaia.local.layout.Checkout;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Starts Gaia for each part anew, and several nodes once for all parts: to compile what three JVMs
 * run takes minutes.
 */
public final class GaiaServers {
  private final int nodes;
  private final Servers servers;
  private final Checkout checkout;
  private Optional<CoordinatorCluster> cluster = Optional.empty();

  /**
   * @param servers stops the several nodes in the end
   */
  public GaiaServers(int nodes, Servers servers, Checkout checkout) {
    this.nodes = nodes;
    this.servers = servers;
    this.checkout = checkout;
  }

  public MeasuredServer start() throws IOException, InterruptedException {
    if (nodes == 1) {
      return CoordinatorServer.start(servers, checkout, "coordinator");
    }
    if (cluster.isEmpty()) {
      cluster = Optional.of(CoordinatorCluster.start(servers, checkout, Map.of()));
    }
    return new Lent(cluster.get());
  }

  /** One that goes on when its user is done with it. */
  private record Lent(CoordinatorCluster cluster) implements MeasuredServer {
    @Override
    public Target target(Subject subject) {
      return cluster.target(subject);
    }

    @Override
    public String description() {
      return cluster.description();
    }

    @Override
    public void close() {}
  }
}
