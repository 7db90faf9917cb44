package io.gaia.local.stack;

import io.gaia.local.layout.Checkout;
import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.Progress;
import io.gaia.local.process.StackStartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Processes that outlived a supervisor which was killed. */
final class Leftovers {

  private Leftovers() {}

  /** In the environment of every process of a stack, so that it is known for what it is. */
  static Map<String, String> mark(StateDirectory state) {
    return Map.of("GAIA_STACK", state.path().toString());
  }

  /** Ends those of an earlier stack in {@code state}, and says which. */
  static void stop(Checkout checkout, StateDirectory state, Progress progress) {
    String script = checkout.script("infra/local/stop-processes").toString();
    try {
      Process process =
          new ProcessBuilder("bash", script, state.path().toString())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .forEach(progress::say);
      if (process.waitFor() != 0) {
        throw new StackStartException("processes of an earlier run cannot be stopped");
      }
    } catch (IOException e) {
      throw new StackStartException(script + " cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackStartException("interrupted while an earlier run was cleaned up", e);
    }
  }
}
