package io.gaia.bench.failover;

import io.gaia.bench.coordination.server.CoordinatorCluster;
import io.gaia.bench.load.Pace;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** As much as the nodes take, for minutes: nobody may take the leader for dead. */
final class FullLoad {
  private static final int CLIENTS = 64;

  private FullLoad() {}

  /**
   * What it led to.
   *
   * @param failed calls, after having been tried again
   * @param elections terms that began
   */
  record Result(int minutes, double tasksPerSecond, long failed, long elections) {}

  static Result measure(CoordinatorCluster cluster, int minutes) {
    cluster.awaitWell();
    long before = term(cluster);
    long began = System.nanoTime();
    List<Writer> writers =
        IntStream.range(0, CLIENTS).mapToObj(i -> Writer.patient(cluster)).toList();
    long end = began + TimeUnit.MINUTES.toNanos(minutes);
    new Pace(end, 0).await();
    long elections = term(cluster) - before;
    writers.forEach(Writer::close);
    List<Call> calls = writers.stream().flatMap(writer -> writer.calls().stream()).toList();
    long accepted =
        calls.stream().filter(call -> call.accepted() && call.answered() <= end).count();
    long failed = calls.stream().filter(call -> !call.accepted()).count();
    return new Result(minutes, accepted / (60.0 * minutes), failed, elections);
  }

  private static long term(CoordinatorCluster cluster) {
    return cluster.seenBy(cluster.awaitLeader()).orElseThrow().term();
  }
}
