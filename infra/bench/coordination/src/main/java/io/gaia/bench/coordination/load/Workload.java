package io.gaia.bench.coordination.load;

import io.gaia.bench.load.Window;
import java.io.IOException;

/** What is done to a subject, by many threads at once. */
interface Workload extends AutoCloseable {
  /** Makes the subject ready; not measured. */
  void prepare() throws Exception;

  /** How many threads call {@link #run}. */
  int threads();

  /**
   * Works until the window is over.
   *
   * @param thread from 0
   * @return how much of the workload's unit was done within the window
   */
  long run(int thread, Window window, Latencies latencies) throws Exception;

  @Override
  void close() throws IOException;
}
