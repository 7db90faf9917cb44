package io.gaia.core;

import java.util.List;

/**
 * What one log entry did.
 *
 * @param replies one for each request, in order
 * @param events in order
 * @param settled answers to requests of earlier entries that were told to wait
 */
public record ApplyResult(
    long index, List<Reply> replies, List<RecordedEvent> events, List<Settled> settled) {

  /** The late answer to a request that waited. */
  public record Settled(String requestId, Reply reply) {}
}
