package io.gaia.bench.coordination.subject;

import java.io.IOException;
import java.util.List;

/** A queue that calls workers of its own. */
public interface PushQueue extends AutoCloseable {
  /** Begins to work, and calls {@code onTask} as each task's work. */
  void start(int workers, Runnable onTask) throws Exception;

  /** Returns when all of them are durable. */
  void enqueue(List<String> payloads) throws Exception;

  @Override
  void close() throws IOException;
}
