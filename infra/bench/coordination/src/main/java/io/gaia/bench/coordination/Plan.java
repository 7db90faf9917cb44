package io.gaia.bench.coordination;

import java.util.List;

/**
 * How much is measured.
 *
 * @param nodes that serve as one, of Gaia and of peers that can: 1 or 3
 * @param waiting numbers of waiting tasks, smallest first; the ratios are to that
 * @param sessions numbers of sessions
 * @param cyclesPerSecond offered by the working sessions together, fewest first
 * @param turns how often each is measured, by turns; once when there are several nodes, whose
 *     warming up takes the time
 * @param firstWarmUpSeconds of each server, so that what a JVM compiles is compiled
 * @param firstWarmUps at most: a server gets another as long as it gets quicker
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
    List<Double> cyclesPerSecond,
    int turns,
    double firstWarmUpSeconds,
    int firstWarmUps,
    double warmUpSeconds,
    double seconds,
    int clients,
    int batch,
    int backlog) {

  private static final int SESSIONS_LONGER = 3;
  private static final int MANY = 128;

  /** Three JVMs share the processors that one had for itself, and each has its own to compile. */
  private static final int WARM_UPS_OF_SEVERAL = 6;

  /** A task every ten seconds for each of a hundred sessions; coding tasks take minutes. */
  private static final double FEW_CYCLES = 10;

  /** For quotable numbers; about twenty-five minutes. */
  static Plan full() {
    return new Plan(
        1,
        List.of(1_000, 100_000, 1_000_000),
        List.of(100, 1_000, 10_000),
        List.of(100.0),
        2,
        45,
        1,
        20,
        5,
        16,
        50,
        1_000);
  }

  /** To see that all works, with numbers of JVMs that are still cold; about five minutes. */
  static Plan quick() {
    return new Plan(
        1,
        List.of(1_000, 10_000, 100_000),
        List.of(100, 1_000),
        List.of(50.0),
        1,
        1,
        1,
        1,
        2,
        16,
        50,
        1_000);
  }

  /** The same with so many nodes; what a few sessions cost is known from one. */
  Plan on(int newNodes) {
    return newNodes == nodes
        ? this
        : new Plan(
            newNodes,
            waiting,
            sessions.subList(sessions.size() - 1, sessions.size()),
            List.of(FEW_CYCLES, cyclesPerSecond.get(0)),
            1,
            firstWarmUpSeconds,
            WARM_UPS_OF_SEVERAL,
            warmUpSeconds / 2,
            seconds,
            clients,
            batch,
            backlog);
  }

  /** Of locks and small writes: alone and many; of several nodes, which answer later, many more. */
  public List<Integer> crews() {
    return nodes == 1 ? List.of(1, clients) : List.of(clients, MANY);
  }

  /** As long as leases of an earlier measurement last, whose sessions send nothing any more. */
  public double sessionWarmUpSeconds() {
    return firstWarmUpSeconds + warmUpSeconds;
  }

  /** Heartbeats come every ten seconds: whoever counts them needs a while. */
  public double sessionSeconds() {
    return seconds * SESSIONS_LONGER;
  }
}
