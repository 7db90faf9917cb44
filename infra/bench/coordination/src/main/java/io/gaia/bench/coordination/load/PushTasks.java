package io.gaia.bench.coordination.load;

import io.gaia.bench.coordination.subject.Payloads;
import io.gaia.bench.coordination.subject.PushQueue;
import io.gaia.bench.load.Pace;
import io.gaia.bench.load.Window;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The clients enqueue; the framework hands the tasks to as many workers. So many tasks wait
 * throughout, so that a framework that polls always finds work.
 */
final class PushTasks implements Workload {
  private static final int PATIENCE_SECONDS = 120;

  private final PushQueue queue;
  private final LoadRequest request;
  private final Semaphore room;
  private final AtomicLong handled = new AtomicLong();
  private final CountDownLatch begun = new CountDownLatch(1);

  PushTasks(PushQueue queue, LoadRequest request) {
    this.queue = queue;
    this.request = request;
    this.room = new Semaphore(Math.max(request.waiting(), request.batch() * request.clients()));
  }

  /** Begins with a full backlog, and when the framework has begun to poll. */
  @Override
  public void prepare() throws Exception {
    queue.start(
        request.clients(),
        () -> {
          handled.incrementAndGet();
          room.release();
          begun.countDown();
        });
    room.acquire(request.waiting());
    queue.enqueue(Payloads.some(0, request.waiting()));
    if (!begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("no task was handled within " + PATIENCE_SECONDS + " s");
    }
  }

  /** One more, which counts. */
  @Override
  public int threads() {
    return request.clients() + 1;
  }

  @Override
  public long run(int thread, Window window, Latencies latencies) throws Exception {
    if (thread == request.clients()) {
      return countWithin(window);
    }
    int next = 0;
    while (!window.isOver(System.nanoTime())) {
      long leftNanos = window.endNanos() - System.nanoTime();
      if (room.tryAcquire(request.batch(), leftNanos, TimeUnit.NANOSECONDS)) {
        long began = System.nanoTime();
        queue.enqueue(Payloads.some(next, request.batch()));
        next += request.batch();
        if (window.contains(began)) {
          latencies.record("enqueue", began, System.nanoTime());
        }
      }
    }
    return 0;
  }

  private long countWithin(Window window) {
    new Pace(window.startNanos(), 0).await();
    long before = handled.get();
    new Pace(window.endNanos(), 0).await();
    return handled.get() - before;
  }

  @Override
  public void close() throws IOException {
    queue.close();
  }
}
