package io.gaia.bench.coordination.load;

import io.gaia.bench.coordination.subject.Payloads;
import io.gaia.bench.coordination.subject.WriteUnderTest;
import io.gaia.bench.load.Window;
import java.io.IOException;

/** Each client writes again as soon as it is answered. */
final class SmallWrites implements Workload {
  private final WriteUnderTest writes;
  private final LoadRequest request;

  SmallWrites(WriteUnderTest writes, LoadRequest request) {
    this.writes = writes;
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
    int next = 0;
    long now = System.nanoTime();
    while (!window.isOver(now)) {
      String payload = Payloads.some(next++, 1).get(0);
      long began = System.nanoTime();
      writes.write(client, payload);
      now = System.nanoTime();
      if (window.contains(began)) {
        latencies.record("write", began, now);
      }
      done += window.contains(now) ? 1 : 0;
    }
    return done;
  }

  @Override
  public void close() throws IOException {
    writes.close();
  }
}
