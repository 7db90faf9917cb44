package io.gaia.bench.coordination.load;

import io.gaia.bench.coordination.subject.LockUnderTest;
import io.gaia.bench.load.Window;
import java.io.IOException;

/** Each client takes and releases a lock that nobody else wants. */
final class LockCycles implements Workload {
  private final LockUnderTest locks;
  private final LoadRequest request;

  LockCycles(LockUnderTest locks, LoadRequest request) {
    this.locks = locks;
    this.request = request;
  }

  @Override
  public void prepare() {}

  @Override
  public int threads() {
    return request.clients();
  }

  @Override
  public long run(int client, Window window, Latencies latencies) throws Exception {
    long done = 0;
    long now = System.nanoTime();
    while (!window.isOver(now)) {
      long began = System.nanoTime();
      locks.acquire(client);
      long acquired = System.nanoTime();
      locks.release(client);
      now = System.nanoTime();
      if (window.contains(began)) {
        latencies.record("acquire", began, acquired);
        latencies.record("release", acquired, now);
        latencies.record("acquire + release", began, now);
      }
      done += window.contains(now) ? 1 : 0;
    }
    return done;
  }

  @Override
  public void close() throws IOException {
    locks.close();
  }
}
