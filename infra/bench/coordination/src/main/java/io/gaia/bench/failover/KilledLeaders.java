package io.gaia.bench.failover;

import io.gaia.bench.coordination.server.CoordinatorCluster;
import io.gaia.local.process.Progress;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The leader is killed again and again while a client writes. */
final class KilledLeaders {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long WRITES_BEFORE = 100;

  private final CoordinatorCluster cluster;
  private final Progress progress;
  private final List<Double> soonest = new ArrayList<>();
  private final List<Double> clients = new ArrayList<>();

  private KilledLeaders(CoordinatorCluster cluster, Progress progress) {
    this.cluster = cluster;
    this.progress = progress;
  }

  /**
   * From the kill to the first accepted write.
   *
   * @param soonest of clients at the two others that ask on and on
   * @param client of one that writes throughout and knows all nodes, with its pauses
   */
  record Result(Times soonest, Times client) {}

  static Result measure(CoordinatorCluster cluster, int trials, Progress progress)
      throws IOException {
    KilledLeaders measurement = new KilledLeaders(cluster, progress);
    for (int trial = 0; trial < trials; trial++) {
      measurement.trial(trial);
    }
    return new Result(new Times(measurement.soonest), new Times(measurement.clients));
  }

  private void trial(int number) throws IOException {
    cluster.awaitWell();
    int leader = cluster.awaitLeader();
    List<URI> others = new ArrayList<>(cluster.urls());
    others.remove(leader);
    try (Writer client = Writer.patient(cluster);
        Writer one = Writer.eager(cluster, others.get(0));
        Writer other = Writer.eager(cluster, others.get(1))) {
      await(() -> client.calls().size() >= WRITES_BEFORE, "the client writes");
      long killed = System.nanoTime();
      cluster.kill(leader);
      long gone = System.nanoTime();
      await(() -> client.firstAcceptedAfter(gone).isPresent(), "a write is accepted");
      await(() -> soonest(gone, one, other).isPresent(), "a write is accepted");
      soonest.add(micros(soonest(gone, one, other).orElseThrow() - killed));
      clients.add(micros(client.firstAcceptedAfter(gone).orElseThrow().answered() - killed));
    }
    cluster.revive(leader);
    progress.say(
        "  kill %d: %.0f ms, the client %.0f ms"
            .formatted(number + 1, soonest.get(number) / 1000, clients.get(number) / 1000));
  }

  private static Optional<Long> soonest(long after, Writer one, Writer other) {
    List<Long> answers = new ArrayList<>();
    one.firstAcceptedAfter(after).ifPresent(call -> answers.add(call.answered()));
    other.firstAcceptedAfter(after).ifPresent(call -> answers.add(call.answered()));
    return answers.stream().min(Long::compare);
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition, String what) {
    long began = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - began > PATIENCE.toNanos()) {
        throw new IllegalStateException("not within " + PATIENCE.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private static double micros(long nanos) {
    return nanos / 1000.0;
  }
}
