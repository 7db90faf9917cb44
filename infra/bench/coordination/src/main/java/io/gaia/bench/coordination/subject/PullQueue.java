package io.gaia.bench.coordination.subject;

import java.io.IOException;
import java.util.List;

/** A queue whose clients ask for work. Client n is used by one thread at a time. */
public interface PullQueue extends AutoCloseable {
  /** Returns when all of them are durable. */
  void enqueue(int client, List<String> payloads) throws Exception;

  /** Takes up to {@code max} tasks; empty when there are none. */
  List<Held> claim(int client, int max) throws Exception;

  /** Returns when their ends are durable. */
  void complete(int client, List<Held> tasks) throws Exception;

  @Override
  void close() throws IOException;
}
