package io.gaia.e2e.coordination;

/** Tells clients with a broken answer when it is worth trying again. Thread-safe. */
final class Uptime {
  /** It may break without anyone saying so. */
  private static final long LOOK_AGAIN_MS = 200;

  private boolean up = true;

  synchronized void up(boolean now) {
    up = now;
    notifyAll();
  }

  /** Returns when it is up, but not at once: a server that says 503 is not asked in a loop. */
  synchronized void awaitUp() throws InterruptedException {
    do {
      wait(LOOK_AGAIN_MS);
    } while (!up);
  }
}
