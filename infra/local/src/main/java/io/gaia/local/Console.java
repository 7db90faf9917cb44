package io.gaia.local;

import io.gaia.local.process.Progress;
import java.io.PrintStream;

/** Progress as lines on a stream. */
record Console(PrintStream out) implements Progress {
  @Override
  public void say(String line) {
    synchronized (out) {
      out.println(line);
      out.flush();
    }
  }
}
