package io.gaia.client.command;

import io.gaia.client.replay.Pacer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a long command end well on Ctrl-C or a termination signal: waiting ends, a call that hangs
 * is interrupted, and the process lives until the command has closed this.
 */
final class StopSignal implements Pacer, AutoCloseable {

  private static final Duration TIME_TO_END = Duration.ofSeconds(10);

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  private StopSignal(Thread worker) {
    hook =
        new Thread(
            () -> {
              stopped.countDown();
              worker.interrupt();
              awaitEnd();
            },
            "stop-signal");
  }

  /** Of the calling thread's work. */
  static StopSignal listen() {
    StopSignal signal = new StopSignal(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  boolean isStopped() {
    return stopped.getCount() == 0;
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public boolean waitUntil(Instant time) {
    long millis = Duration.between(Instant.now(), time).toMillis();
    if (millis <= 0) {
      return !isStopped();
    }
    try {
      return !stopped.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    ended.countDown();
    if (!isStopped()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // the process is ending between the two lines: the hook sees that this has ended
        return;
      }
    }
  }

  private void awaitEnd() {
    try {
      boolean inTime = ended.await(TIME_TO_END.toSeconds(), TimeUnit.SECONDS);
      if (!inTime) {
        System.err.println("gaia: still busy after " + TIME_TO_END.toSeconds() + " s; leaving");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
