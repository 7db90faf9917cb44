package io.gaia.bench.coordination.subject;

import java.io.IOException;

/** Small writes of many clients. */
public interface WriteUnderTest extends AutoCloseable {
  void write(int client, String payload) throws Exception;

  @Override
  void close() throws IOException;
}
