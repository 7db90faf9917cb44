package io.gaia.client.command;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/**
 * Ctrl-C and SIGTERM for a command that ends in its own time: the first asks it to, the second
 * makes it. Unlike a shutdown hook this hears the second one, too.
 */
final class StopKeys implements AutoCloseable {

  private final Object previousInterrupt;
  private final Object previousTermination;
  private final AtomicInteger heard = new AtomicInteger();
  private final AtomicBoolean interrupted = new AtomicBoolean();
  private final Runnable first;
  private final Runnable second;

  private StopKeys(Runnable first, Runnable second) {
    this.first = first;
    this.second = second;
    previousInterrupt =
        Signals.register(
            "INT",
            () -> {
              interrupted.set(true);
              hear();
            });
    previousTermination = Signals.register("TERM", this::hear);
  }

  /**
   * @param first run by a thread of its own, as {@code second} is
   */
  static StopKeys listen(Runnable first, Runnable second) {
    return new StopKeys(first, second);
  }

  /** Whether it was a Ctrl-C. */
  boolean interrupted() {
    return interrupted.get();
  }

  private void hear() {
    (heard.getAndIncrement() == 0 ? first : second).run();
  }

  @Override
  public void close() {
    Signals.unregister("INT", previousInterrupt);
    Signals.unregister("TERM", previousTermination);
  }
}
