package io.gaia.e2e.coordination;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A network of its own for a few nodes: each lives in a network namespace, and a bridge connects
 * them and this process. What one sends to another can be lost, in one direction or both: the
 * sender is told a hardware address that nobody has, so packets vanish without an error, as on a
 * broken cable. Needs root and the program {@code ip}.
 */
final class Network implements AutoCloseable {
  private static final String NOBODY = "02:00:00:00:00:99";
  private static final int FIRST_HOST = 10;

  private final int size;
  private final String name;
  private final String prefix;

  Network(int size, Random random) throws IOException, InterruptedException {
    this.size = size;
    name = "gaia%04x".formatted(random.nextInt(1 << 16));
    prefix = "10.%d.%d.".formatted(64 + random.nextInt(64), random.nextInt(256));
    try {
      ip("link add %s type bridge".formatted(name));
      ip("addr add %s1/24 dev %s".formatted(prefix, name));
      ip("link set %s up".formatted(name));
      for (int i = 0; i < size; i++) {
        ip("netns add " + cell(i));
        ip("link add %s type veth peer name eth0 netns %s".formatted(cell(i), cell(i)));
        ip("link set %s master %s up".formatted(cell(i), name));
        ip("-n %s addr add %s/24 dev eth0".formatted(cell(i), address(i)));
        ip("-n %s link set eth0 up".formatted(cell(i)));
        ip("-n %s link set lo up".formatted(cell(i)));
      }
    } catch (IOException e) {
      close();
      throw new IOException("network partitions need root and network namespaces", e);
    }
  }

  private String cell(int node) {
    return name + "-" + node;
  }

  /** Where others reach that node. */
  String address(int node) {
    return prefix + (FIRST_HOST + node);
  }

  /** What a command begins with to run in that node's place. */
  List<String> inside(int node) {
    return List.of("ip", "netns", "exec", cell(node));
  }

  /** From now on nothing that {@code from} sends arrives at {@code to}. */
  void lose(int from, int to) throws IOException, InterruptedException {
    ip(
        "-n %s neigh replace %s lladdr %s dev eth0 nud permanent"
            .formatted(cell(from), address(to), NOBODY));
  }

  /** Neither hears the other. */
  void part(int one, int other) throws IOException, InterruptedException {
    lose(one, other);
    lose(other, one);
  }

  /** All hear each other again. */
  void heal() throws IOException, InterruptedException {
    for (int from = 0; from < size; from++) {
      ip("-n %s neigh flush nud permanent dev eth0".formatted(cell(from)));
    }
  }

  private static void ip(String arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments.split(" ")));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("ip " + arguments + ": " + said);
    }
  }

  @Override
  public void close() {
    for (int i = 0; i < size; i++) {
      remove("netns del " + cell(i));
    }
    remove("link del " + name);
  }

  /** What was not made, or has gone, is told and no more. */
  private static void remove(String arguments) {
    try {
      ip(arguments);
    } catch (IOException e) {
      System.out.println(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
