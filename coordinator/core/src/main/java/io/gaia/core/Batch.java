package io.gaia.core;

import java.util.List;

/**
 * One log entry.
 *
 * @param leaderTimeMs the leader's stamp; a stamp before the state's time counts as the state's
 *     time
 * @param requests decided one after the other; may be empty, then only what is due happens
 */
public record Batch(long leaderTimeMs, List<Request> requests) {
  public Batch {
    requests = List.copyOf(requests);
  }
}
