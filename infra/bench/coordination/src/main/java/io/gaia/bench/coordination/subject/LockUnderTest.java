package io.gaia.bench.coordination.subject;

import java.io.IOException;

/** Locks of many clients, each with a key of its own. */
public interface LockUnderTest extends AutoCloseable {
  void acquire(int client) throws Exception;

  void release(int client) throws Exception;

  @Override
  void close() throws IOException;
}
