package io.gaia.client.replay;

import java.time.Instant;

/** The clock that a replay waits by. */
public interface Pacer {

  Instant now();

  /**
   * Waits until then; at once if it is past.
   *
   * @return false if the replay is to stop
   */
  boolean waitUntil(Instant time);
}
