package io.gaia.core;

import java.util.List;

/**
 * What one log entry did.
 *
 * @param replies one for each request, in order
 * @param mentioned what each reply refers to, in the same order
 * @param events in order
 * @param ready tasks that the entry changed and that a session may take after it
 * @param settled answers to requests of earlier entries that were told to wait
 */
public record ApplyResult(
    long index,
    List<Reply> replies,
    List<Mentioned> mentioned,
    List<RecordedEvent> events,
    List<String> ready,
    List<Settled> settled) {

  /** The late answer to a request that waited. */
  public record Settled(String requestId, Reply reply, Mentioned mentioned) {}
}
