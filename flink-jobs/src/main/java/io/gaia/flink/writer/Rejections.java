package io.gaia.flink.writer;

import java.io.IOException;
import java.io.Serializable;

/** Where refused records are reported. For one thread. */
interface Rejections extends AutoCloseable {

  void report(Refused refused);

  /**
   * Returns when all that was reported is kept.
   *
   * @throws IOException when it cannot be kept; the job then starts again from its checkpoint
   */
  void flush() throws IOException, InterruptedException;

  @Override
  void close();

  /** Opens one on the task's machine. */
  interface Opener extends Serializable {
    Rejections open();
  }
}
