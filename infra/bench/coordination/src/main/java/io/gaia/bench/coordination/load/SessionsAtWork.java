package io.gaia.bench.coordination.load;

import io.gaia.bench.coordination.subject.GaiaDoor;
import io.gaia.bench.coordination.subject.Held;
import io.gaia.bench.coordination.subject.Payloads;
import io.gaia.bench.coordination.subject.RefusedException;
import io.gaia.bench.load.Pace;
import io.gaia.bench.load.Window;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * All sessions send a heartbeat every ten seconds, whether or not the last one was answered in
 * time; some of them work at a fixed rate: enqueue, claim, complete, take and release a lock. What
 * is refused is counted, and a session that was lost comes back as another.
 */
final class SessionsAtWork implements Workload {
  private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** So many that those who wait for answers do not hold up the others' heartbeats. */
  private static final int MOST_HEARTBEATERS = 128;

  private final GaiaDoor gaia;
  private final LoadRequest request;
  private final int workers;

  /** Heartbeater n looks after the sessions n, n + heartbeaters, n + 2 heartbeaters ... */
  private final int heartbeaters;

  private final AtomicReferenceArray<String> ids;
  private final CountDownLatch registered;
  private final Random random = new Random(1);

  SessionsAtWork(GaiaDoor gaia, LoadRequest request) {
    this.gaia = gaia;
    this.request = request;
    this.workers = Math.min(request.clients(), request.sessions());
    this.heartbeaters = Math.min(MOST_HEARTBEATERS, request.sessions());
    this.ids = new AtomicReferenceArray<>(request.sessions());
    this.registered = new CountDownLatch(heartbeaters);
  }

  /** Registers all; who is registered early is kept alive until the others are. */
  @Override
  public void prepare() throws Exception {
    Crew.work(
        heartbeaters,
        heartbeater -> {
          registerSlice(heartbeater);
          return heartbeater;
        });
    gaia.enqueue(Payloads.some(0, 2 * workers));
  }

  private void registerSlice(int heartbeater) throws IOException, InterruptedException {
    long kept = System.nanoTime();
    for (int i = heartbeater; i < request.sessions(); i += heartbeaters) {
      ids.set(i, gaia.register(1));
      if (System.nanoTime() - kept > HEARTBEAT_NANOS) {
        keepAlive(heartbeater, i);
        kept = System.nanoTime();
      }
    }
    registered.countDown();
    while (!registered.await(HEARTBEAT_NANOS, TimeUnit.NANOSECONDS)) {
      keepAlive(heartbeater, request.sessions() - 1);
    }
  }

  /**
   * Nodes that are still cold may take longer than a lease to register all: who is late comes anew.
   */
  private void keepAlive(int heartbeater, int last) throws IOException {
    for (int i = heartbeater; i <= last; i += heartbeaters) {
      try {
        gaia.heartbeat(ids.get(i));
      } catch (RefusedException e) {
        ids.set(i, gaia.register(1));
      }
    }
  }

  @Override
  public int threads() {
    return heartbeaters + workers;
  }

  @Override
  public long run(int thread, Window window, Latencies latencies) throws Exception {
    if (thread < heartbeaters) {
      sendHeartbeats(thread, window, latencies);
      return 0;
    }
    return work(thread - heartbeaters, window, latencies);
  }

  private void sendHeartbeats(int heartbeater, Window window, Latencies latencies)
      throws IOException {
    int sessions = (request.sessions() - heartbeater + heartbeaters - 1) / heartbeaters;
    Pace pace = paced(HEARTBEAT_NANOS / sessions);
    int at = heartbeater;
    while (!window.isOver(System.nanoTime())) {
      long due = pace.await();
      try {
        gaia.heartbeat(ids.get(at));
      } catch (RefusedException e) {
        latencies.refused();
        ids.set(at, gaia.register(1));
      }
      if (window.contains(due)) {
        latencies.record("heartbeat", due, System.nanoTime());
      }
      at += heartbeaters;
      at = at < request.sessions() ? at : heartbeater;
    }
  }

  private long work(int number, Window window, Latencies latencies) throws IOException {
    Pace pace =
        paced(Math.round(TimeUnit.SECONDS.toNanos(1) * workers / request.cyclesPerSecond()));
    long done = 0;
    while (!window.isOver(System.nanoTime())) {
      long due = pace.await();
      try {
        done += cycle(ids.get(number), due, window, latencies);
      } catch (RefusedException e) {
        latencies.refused();
      }
    }
    return done;
  }

  private long cycle(String session, long due, Window window, Latencies latencies)
      throws IOException {
    gaia.enqueue(Payloads.some(0, 1));
    long enqueued = System.nanoTime();
    List<Held> held = gaia.claim(session, 1);
    long claimed = System.nanoTime();
    gaia.complete(session, held);
    long completed = System.nanoTime();
    long fence = gaia.acquire("bench-" + session, session);
    gaia.release("bench-" + session, session, fence);
    long released = System.nanoTime();
    if (window.contains(due)) {
      // the first step bears whatever lateness the steps before left behind
      latencies.record("enqueue", due, enqueued);
      latencies.record("claim", enqueued, claimed);
      latencies.record("complete", claimed, completed);
      latencies.record("lock acquire + release", completed, released);
    }
    return window.contains(released) ? held.size() : 0;
  }

  /** Each thread begins somewhere within its period, so that they do not march in step. */
  private Pace paced(long periodNanos) {
    double phase;
    synchronized (random) {
      phase = random.nextDouble();
    }
    return new Pace(System.nanoTime() + Math.round(phase * periodNanos), periodNanos);
  }

  @Override
  public void close() {
    gaia.close();
  }
}
