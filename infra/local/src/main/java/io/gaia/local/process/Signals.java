package io.gaia.local.process;

import java.io.IOException;

/** Sends signals that the JDK has no call for. */
public final class Signals {

  private Signals() {}

  /**
   * To one process; nothing happens when it has gone.
   *
   * @param signal such as {@code INT}, {@code STOP}, {@code CONT}
   */
  public static void send(String signal, long pid) throws IOException, InterruptedException {
    kill(signal, String.valueOf(pid));
  }

  /** To a process that leads a group, and to its children. */
  static void sendToGroup(String signal, long leader) throws IOException, InterruptedException {
    kill(signal, "-" + leader);
  }

  private static void kill(String signal, String target) throws IOException, InterruptedException {
    // the shell's own kill: the program of that name is not on every machine
    new ProcessBuilder("sh", "-c", "kill -s " + signal + " -- " + target)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
