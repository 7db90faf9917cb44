package io.gaia.bench.coordination;

import java.util.List;

/**
 * How much is measured.
 *
 * @param nodes that serve as one, of Gaia and of peers that can: 1 or 3
 * @param waiting numbers of waiting tasks, smallest first; the ratios are to that
 * @param sessions numbers of sessions
 * @param cyclesPerSecond offered by the working sessions together
 * @param turns how often each is measured, by turns
 * @param firstWarmUpSeconds once for each server, so that what a JVM compiles is compiled
 * @param warmUpSeconds before each measurement, driven alike: its generator is a new JVM
 * @param seconds of each measurement
 * @param clients at once, where several work
 * @param batch of the batches
 * @param backlog tasks that wait while queues are compared
 */
public record Plan(
    int nodes,
    List<Integer> waiting,
    List<Integer> sessions,
    double cyclesPerSecond,
    int turns,
    double firstWarmUpSeconds,
    double warmUpSeconds,
    double seconds,
    int clients,
    int batch,
    int backlog) {

  private static final int SESSIONS_LONGER = 3;
  private static final int MANY = 128;

  /** Three JVMs share the processors that one had for itself, and each has its own to compile. */
  private static final int WARM_UP_OF_SEVERAL = 2;

  /** For quotable numbers; about twenty-five minutes. */
  static Plan full() {
    return new Plan(
        1,
        List.of(1_000, 100_000, 1_000_000),
        List.of(100, 1_000, 10_000),
        100,
        2,
        45,
        20,
        5,
        16,
        50,
        1_000);
  }

  /** To see that all works, with numbers of JVMs that are still cold; about five minutes. */
  static Plan quick() {
    return new Plan(
        1, List.of(1_000, 10_000, 100_000), List.of(100, 1_000), 50, 1, 1, 1, 2, 16, 50, 1_000);
  }

  /** The same with so many nodes; what a few sessions cost is known from one. */
  Plan on(int newNodes) {
    return newNodes == nodes
        ? this
        : new Plan(
            newNodes,
            waiting,
            sessions.subList(sessions.size() - 1, sessions.size()),
            cyclesPerSecond,
            turns,
            firstWarmUpSeconds * WARM_UP_OF_SEVERAL,
            warmUpSeconds,
            seconds,
            clients,
            batch,
            backlog);
  }

  /** Of locks and small writes: alone and many; of several nodes, which answer later, many more. */
  public List<Integer> crews() {
    return nodes == 1 ? List.of(1, clients) : List.of(clients, MANY);
  }

  /** Heartbeats come every ten seconds: whoever counts them needs a while. */
  public double sessionSeconds() {
    return seconds * SESSIONS_LONGER;
  }
}
