package io.gaia.bench.coordination.load;

import io.gaia.bench.coordination.subject.Payloads;
import io.gaia.bench.coordination.subject.PullQueue;

/** Enqueues so many tasks, in large batches. */
final class Fill {
  private static final int BATCH = 1_000;

  private Fill() {}

  static void bring(PullQueue queue, int tasks, int clients) throws Exception {
    Crew.work(
        clients,
        client -> {
          int first = Math.toIntExact((long) tasks * client / clients);
          int end = Math.toIntExact((long) tasks * (client + 1) / clients);
          for (int at = first; at < end; at += BATCH) {
            queue.enqueue(client, Payloads.some(at, Math.min(BATCH, end - at)));
          }
          return end - first;
        });
  }
}
