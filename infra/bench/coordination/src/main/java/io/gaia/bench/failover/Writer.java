package io.gaia.bench.failover;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gaia.bench.coordination.server.CoordinatorCluster;
import io.gaia.client.coordination.CoordinationClient;
import io.gaia.client.coordination.TaskSpec;
import io.gaia.client.http.RefusedException;
import io.gaia.client.http.UnreachableException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A client that puts in one task after the other, until it is closed. */
final class Writer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final CoordinationClient client;
  private final TaskSpec task;
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::work, "writer");
  private volatile boolean over;

  private Writer(CoordinationClient client) {
    this.client = client;
    this.task = TaskSpec.of("bench", JsonNodeFactory.instance.objectNode());
    thread.setDaemon(true);
    thread.start();
  }

  /** As users write: it knows all nodes and asks again. */
  static Writer patient(CoordinatorCluster cluster) {
    return new Writer(
        CoordinationClient.to(cluster.urls(), Optional.of(cluster.token()), PATIENCE));
  }

  /** Asks one node, and again two milliseconds after it failed: tells when that node accepts. */
  static Writer eager(CoordinatorCluster cluster, URI node) {
    return new Writer(
        CoordinationClient.to(List.of(node), Optional.of(cluster.token()), Duration.ZERO)
            .within(Duration.ZERO, ANSWER));
  }

  private void work() {
    while (!over) {
      long sent = System.nanoTime();
      boolean accepted = accepts();
      calls.add(new Call(sent, System.nanoTime(), accepted));
      if (!accepted) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private boolean accepts() {
    try {
      client.tasks().enqueue(task);
      return true;
    } catch (RefusedException | UnreachableException e) {
      return false;
    }
  }

  /** What came of all calls so far. */
  List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Sent after that time, too: else who was asked before may have accepted it before. */
  Optional<Call> firstAcceptedAfter(long nanos) {
    return calls.stream().filter(call -> call.accepted() && call.sent() > nanos).findFirst();
  }

  @Override
  public void close() {
    over = true;
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
