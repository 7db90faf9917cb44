package io.gaia.local.process;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** Hands out ports that nobody listens on, each once. */
public final class Ports {

  // Below the ports that the system gives to outgoing connections: a server that restarts must not
  // find its port taken by a client that was trying to reach it.
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int TRIES = 1_000;

  private final boolean preferUsual;
  private final Progress progress;
  private final Random random;
  private final Set<Integer> given = new HashSet<>();

  /**
   * @param preferUsual false: any free port will do, so that stacks can run beside each other
   */
  public Ports(boolean preferUsual, Progress progress, Random random) {
    this.preferUsual = preferUsual;
    this.progress = progress;
    this.random = random;
  }

  /**
   * The usual port, or a free one (and says so) when the usual one is taken.
   *
   * @throws StackStartException when there is none
   */
  public synchronized int choose(String what, int usual) {
    if (preferUsual && take(usual)) {
      return usual;
    }
    int other = any(what);
    if (preferUsual) {
      progress.say("port %d is taken: %s moves to %d".formatted(usual, what, other));
    }
    return other;
  }

  /**
   * That port and no other.
   *
   * @throws StackStartException when it is taken
   */
  public synchronized void take(String what, int port) {
    if (!take(port)) {
      throw new StackStartException(
          "port %d, which %s needs, is taken; --fresh chooses another".formatted(port, what));
    }
  }

  public synchronized int any(String what) {
    for (int i = 0; i < TRIES; i++) {
      int port = LOWEST + random.nextInt(HIGHEST - LOWEST);
      if (take(port)) {
        return port;
      }
    }
    throw new StackStartException(
        "no free port for %s from %d to %d".formatted(what, LOWEST, HIGHEST));
  }

  private boolean take(int port) {
    return !given.contains(port) && isFree(port) && given.add(port);
  }

  private static boolean isFree(int port) {
    // on every address: a listener on any of them is in the way
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
