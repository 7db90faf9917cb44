package io.gaia.bench.coordination.load;

import io.gaia.bench.coordination.subject.Held;
import io.gaia.bench.coordination.subject.Payloads;
import io.gaia.bench.coordination.subject.PullQueue;
import io.gaia.bench.load.Window;
import java.io.IOException;
import java.util.List;

/**
 * Each client enqueues, claims and completes one batch after the other. The number that waits stays
 * what it was.
 */
final class PullTasks implements Workload {
  private final PullQueue queue;
  private final LoadRequest request;

  PullTasks(PullQueue queue, LoadRequest request) {
    this.queue = queue;
    this.request = request;
  }

  @Override
  public void prepare() throws Exception {
    Fill.bring(queue, request.waiting(), Math.min(4, request.clients()));
  }

  @Override
  public int threads() {
    return request.clients();
  }

  @Override
  public long run(int client, Window window, Latencies latencies) throws Exception {
    long done = 0;
    int next = 0;
    long now = System.nanoTime();
    while (!window.isOver(now)) {
      List<String> payloads = Payloads.some(next, request.batch());
      next += request.batch();
      long began = System.nanoTime();
      queue.enqueue(client, payloads);
      long enqueued = System.nanoTime();
      List<Held> held = queue.claim(client, request.batch());
      long claimed = System.nanoTime();
      queue.complete(client, held);
      now = System.nanoTime();
      if (window.contains(began)) {
        latencies.record("enqueue", began, enqueued);
        latencies.record("claim", enqueued, claimed);
        latencies.record("complete", claimed, now);
      }
      done += window.contains(now) ? held.size() : 0;
    }
    return done;
  }

  @Override
  public void close() throws IOException {
    queue.close();
  }
}
