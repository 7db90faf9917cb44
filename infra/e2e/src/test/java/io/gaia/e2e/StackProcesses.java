package io.gaia.e2e;

import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Does to the processes of a stack what a failing machine does, from outside. */
final class StackProcesses {

  private final StateDirectory state;
  private final StackFile stack;

  StackProcesses(StateDirectory state, StackFile stack) {
    this.state = state;
    this.stack = stack;
  }

  /** Of the process as it runs now; empty while it is down. */
  OptionalLong pid(String name) {
    long pid = stack.pid(name);
    return pid < 0 ? OptionalLong.empty() : OptionalLong.of(pid);
  }

  /** {@code kill -9}; the supervisor starts it again. */
  void kill(String name) throws IOException, InterruptedException {
    OptionalLong pid = pid(name);
    if (pid.isPresent()) {
      Signals.send("KILL", pid.getAsLong());
    }
  }

  /** {@code kill -9}, and it stays down until {@link #resume}. */
  void hold(String name) throws IOException, InterruptedException {
    Path hold = state.hold(name);
    Files.createDirectories(hold.getParent());
    Files.writeString(hold, "");
    kill(name);
  }

  /** What it has written so far. */
  String log(String name) throws IOException {
    return Files.readString(state.log(name));
  }

  void resume(String name) throws IOException {
    Files.deleteIfExists(state.hold(name));
  }
}
