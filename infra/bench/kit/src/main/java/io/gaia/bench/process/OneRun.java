package io.gaia.bench.process;

import io.gaia.local.layout.Checkout;
import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.StackStartException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** One run at a time in a directory; it begins by ending what a killed one left running there. */
public final class OneRun implements AutoCloseable {
  private final StateDirectory state;
  private final FileChannel lock;

  private OneRun(StateDirectory state, FileChannel lock) {
    this.state = state;
    this.lock = lock;
  }

  /** Where the data of those who are measured lies. */
  public StateDirectory state() {
    return state;
  }

  /**
   * Takes the directory.
   *
   * @throws StackStartException when another run goes on there
   */
  public static OneRun begin(Checkout checkout, StateDirectory state)
      throws IOException, InterruptedException {
    Files.createDirectories(state.path());
    FileChannel channel =
        FileChannel.open(state.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      throw new StackStartException("another run goes on in " + state.path());
    }
    String script = checkout.script("infra/local/stop-processes").toString();
    Process leftovers =
        new ProcessBuilder("bash", script, state.path().toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (leftovers.waitFor() != 0) {
      channel.close();
      throw new StackStartException("what an earlier run left running cannot be stopped");
    }
    return new OneRun(state, channel);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
