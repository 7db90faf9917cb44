package io.gaia.bench.coordination.load;

import io.gaia.bench.coordination.subject.Target;

/**
 * What one run of the load generator does.
 *
 * @param clients threads that work at once, each with a connection of its own
 * @param batch tasks in one enqueue, claim or completion; 1 is singly
 * @param waiting tasks that wait throughout; for {@link WorkloadKind#FILL} those to bring
 * @param sessions registered and sending heartbeats, for {@link WorkloadKind#SESSIONS}
 * @param cyclesPerSecond offered by all working sessions together, for the same
 * @param warmUpSeconds driven alike, and not counted
 * @param seconds counted
 */
public record LoadRequest(
    WorkloadKind workload,
    Target target,
    int clients,
    int batch,
    int waiting,
    int sessions,
    double cyclesPerSecond,
    double warmUpSeconds,
    double seconds) {

  /** The same load, for another time. */
  public LoadRequest during(double warmUp, double counted) {
    return new LoadRequest(
        workload, target, clients, batch, waiting, sessions, cyclesPerSecond, warmUp, counted);
  }
}
