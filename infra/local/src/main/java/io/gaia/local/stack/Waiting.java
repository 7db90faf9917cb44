package io.gaia.local.stack;

import io.gaia.local.process.ProcessSpec.Readiness;
import io.gaia.local.process.Progress;
import io.gaia.local.process.StackStartException;
import java.time.Duration;

/** Waits for something that one part does for another. */
final class Waiting {

  private static final long POLL_MS = 200;

  private Waiting() {}

  /**
   * Returns when {@code condition} holds; an exception from it means not yet.
   *
   * @throws StackStartException when that takes longer than {@code timeout}
   */
  static void until(
      String what, String reached, Readiness condition, Duration timeout, Progress progress)
      throws InterruptedException {
    long started = System.nanoTime();
    String trouble = "";
    while (System.nanoTime() - started < timeout.toNanos()) {
      try {
        if (condition.isReady()) {
          progress.done(what, reached, (System.nanoTime() - started) / 1_000_000);
          return;
        }
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        trouble = " (" + e.getMessage() + ")";
      }
      Thread.sleep(POLL_MS);
    }
    throw new StackStartException(
        "%s not %s within %d s%s".formatted(what, reached, timeout.toSeconds(), trouble));
  }
}
