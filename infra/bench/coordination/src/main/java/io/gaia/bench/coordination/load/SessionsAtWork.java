package io.gaia.bench.coordination.load;

import io.gaia.bench.coordination.subject.GaiaApi;
import io.gaia.bench.coordination.subject.Held;
import io.gaia.bench.coordination.subject.Payloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * All sessions send a heartbeat every ten seconds, whether or not the last one was answered in
 * time; some of them work at a fixed rate: enqueue, claim, complete, take and release a lock.
 */
final class SessionsAtWork implements Workload {
  private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int MOST_HEARTBEATERS = 32;

  private final GaiaApi gaia;
  private final LoadRequest request;
  private final int workers;
  private final int heartbeaters;
  private final List<String> working;
  private final CountDownLatch registered;
  private final Random random = new Random(1);
  private List<List<String>> slices = List.of();

  SessionsAtWork(GaiaApi gaia, LoadRequest request) {
    this.gaia = gaia;
    this.request = request;
    this.workers = Math.min(request.clients(), request.sessions());
    this.heartbeaters = Math.min(MOST_HEARTBEATERS, request.sessions());
    this.working = new ArrayList<>();
    this.registered = new CountDownLatch(heartbeaters);
  }

  /** Registers all; who is registered early is kept alive until the others are. */
  @Override
  public void prepare() throws Exception {
    slices = Crew.work(heartbeaters, this::registerSlice);
    slices.forEach(working::addAll);
    String seed = working.get(0);
    gaia.enqueue(Payloads.some(0, Math.max(workers, 100)));
    gaia.heartbeat(seed);
  }

  private List<String> registerSlice(int heartbeater) throws Exception {
    List<String> sessions = new ArrayList<>();
    long kept = System.nanoTime();
    for (int i = heartbeater; i < request.sessions(); i += heartbeaters) {
      sessions.add(gaia.register(1));
      if (System.nanoTime() - kept > HEARTBEAT_NANOS) {
        keepAlive(sessions);
        kept = System.nanoTime();
      }
    }
    registered.countDown();
    while (!registered.await(HEARTBEAT_NANOS, TimeUnit.NANOSECONDS)) {
      keepAlive(sessions);
    }
    return sessions;
  }

  private void keepAlive(List<String> sessions) throws Exception {
    for (String session : sessions) {
      gaia.heartbeat(session);
    }
  }

  @Override
  public int threads() {
    return heartbeaters + workers;
  }

  @Override
  public long run(int thread, Window window, Latencies latencies) throws Exception {
    if (thread < heartbeaters) {
      sendHeartbeats(slices.get(thread), window, latencies);
      return 0;
    }
    return work(working.get(thread - heartbeaters), window, latencies);
  }

  private void sendHeartbeats(List<String> sessions, Window window, Latencies latencies)
      throws Exception {
    Pace pace = paced(HEARTBEAT_NANOS / sessions.size());
    for (int i = 0; !window.isOver(System.nanoTime()); i = (i + 1) % sessions.size()) {
      long due = pace.await();
      gaia.heartbeat(sessions.get(i));
      if (window.contains(due)) {
        latencies.record("heartbeat", due, System.nanoTime());
      }
    }
  }

  private long work(String session, Window window, Latencies latencies) throws Exception {
    Pace pace =
        paced(Math.round(TimeUnit.SECONDS.toNanos(1) * workers / request.cyclesPerSecond()));
    long done = 0;
    while (!window.isOver(System.nanoTime())) {
      long due = pace.await();
      gaia.enqueue(Payloads.some(0, 1));
      long enqueued = System.nanoTime();
      List<Held> held = gaia.claim(session, 1);
      long claimed = System.nanoTime();
      gaia.complete(session, held);
      long completed = System.nanoTime();
      long fence = gaia.acquire("bench-" + session, session);
      long acquired = System.nanoTime();
      gaia.release("bench-" + session, session, fence);
      long released = System.nanoTime();
      if (window.contains(due)) {
        // the first step bears whatever lateness the steps before left behind
        latencies.record("enqueue", due, enqueued);
        latencies.record("claim", enqueued, claimed);
        latencies.record("complete", claimed, completed);
        latencies.record("lock acquire + release", completed, released);
        latencies.record("lock acquire", completed, acquired);
      }
      done += window.contains(released) ? held.size() : 0;
    }
    return done;
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
