package io.gaia.local.stack;

import io.gaia.local.layout.Checkout;
import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.AtomicFile;
import io.gaia.local.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Gives coordinators their ports. Those that clients use may change from start to start; the nodes
 * of a group know each other by address, so where they were first is where they are again.
 */
record CoordinatorPorts(Checkout checkout, StateDirectory state, Ports ports) {
  private static final int HTTP = 8080;
  private static final int ADMIN = 8081;
  private static final int CLUSTER = 8300;

  /** From node to node; the next ports are the admin's and Flink's. */
  private static final int STEP = 10;

  /**
   * @throws io.gaia.local.process.StackStartException when a port that a group needs is taken
   */
  List<CoordinatorNode> nodes(int number) throws IOException {
    List<Integer> cluster = clusterPorts(number);
    List<CoordinatorNode> nodes = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      String who = number == 1 ? "the coordinator" : "coordinator " + (i + 1);
      nodes.add(
          new CoordinatorNode(
              checkout,
              state,
              i + 1,
              ports.choose(who, HTTP + i * STEP),
              ports.choose(who + "'s admin", ADMIN + i * STEP),
              cluster.get(i)));
    }
    return nodes;
  }

  private List<Integer> clusterPorts(int number) throws IOException {
    if (number == 1) {
      return List.of(ports.choose("the coordinator's raft", CLUSTER));
    }
    Path file = state.clusterPorts(number);
    if (Files.exists(file)) {
      List<Integer> known = Files.readString(file).lines().map(Integer::parseInt).toList();
      for (int port : known) {
        ports.take("a coordinator's raft", port);
      }
      return known;
    }
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      chosen.add(ports.choose("coordinator " + (i + 1) + "'s raft", CLUSTER + i * STEP));
    }
    AtomicFile.write(
        file, chosen.stream().map(String::valueOf).collect(Collectors.joining("\n", "", "\n")));
    return chosen;
  }
}
