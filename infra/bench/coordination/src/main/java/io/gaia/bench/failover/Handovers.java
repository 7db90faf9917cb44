package io.gaia.bench.failover;

import io.gaia.bench.coordination.server.CoordinatorCluster;
import io.gaia.bench.load.Pace;
import io.gaia.client.coordination.Cluster;
import io.gaia.client.coordination.CoordinationClient;
import io.gaia.local.process.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Leadership is handed over again and again while clients write. */
final class Handovers {
  private static final int CLIENTS = 4;
  private static final long AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private Handovers() {}

  /**
   * What clients saw of handovers.
   *
   * @param took a handover, as who asked for it saw it
   * @param calls under way between its beginning and a second after its end
   * @param met those of them that it met: under way at some moment of it
   * @param failed after having been tried again
   * @param refused of calls to each node meanwhile that are tried once
   */
  record Result(Times took, Times calls, Times met, long failed, long refused) {}

  private record Stretch(long from, long to) {}

  static Result measure(CoordinatorCluster cluster, int handovers, Progress progress) {
    CoordinationClient admin =
        CoordinationClient.to(cluster.urls(), Optional.of(cluster.token()), Duration.ofSeconds(30));
    List<Stretch> stretches = new ArrayList<>();
    List<Double> took = new ArrayList<>();
    List<Writer> writers =
        IntStream.range(0, CLIENTS).mapToObj(i -> Writer.patient(cluster)).toList();
    List<Writer> onceEach =
        cluster.urls().stream().map(node -> Writer.eager(cluster, node)).toList();
    for (int i = 0; i < handovers; i++) {
      new Pace(System.nanoTime() + AFTER_NANOS, 0).await();
      String leader = cluster.seenBy(cluster.awaitLeader()).orElseThrow().nodeId();
      List<Cluster.Peer> others =
          admin.operations().cluster().peers().stream()
              .filter(peer -> !peer.id().equals(leader))
              .toList();
      long from = System.nanoTime();
      admin.operations().transferLeadership(others.get(i % others.size()).id());
      long to = System.nanoTime();
      took.add((to - from) / 1000.0);
      stretches.add(new Stretch(from, to));
      progress.say("  handover %d: %.0f ms".formatted(i + 1, took.get(i) / 1000));
    }
    new Pace(System.nanoTime() + AFTER_NANOS, 0).await();
    writers.forEach(Writer::close);
    onceEach.forEach(Writer::close);
    List<Call> calls = callsOf(writers);
    return new Result(
        new Times(took),
        times(during(calls, stretches, AFTER_NANOS)),
        times(during(calls, stretches, 0)),
        failed(calls),
        failed(during(callsOf(onceEach), stretches, AFTER_NANOS)));
  }

  private static List<Call> callsOf(List<Writer> writers) {
    return writers.stream().flatMap(writer -> writer.calls().stream()).toList();
  }

  private static List<Call> during(List<Call> calls, List<Stretch> stretches, long andAfter) {
    return calls.stream()
        .filter(
            call ->
                stretches.stream()
                    .anyMatch(each -> call.overlaps(each.from(), each.to() + andAfter)))
        .toList();
  }

  private static Times times(List<Call> calls) {
    return new Times(calls.stream().map(call -> (call.answered() - call.sent()) / 1000.0).toList());
  }

  private static long failed(List<Call> calls) {
    return calls.stream().filter(call -> !call.accepted()).count();
  }
}
