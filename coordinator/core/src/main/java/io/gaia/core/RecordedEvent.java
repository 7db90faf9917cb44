package io.gaia.core;

import io.gaia.core.event.Event;

/**
 * An event and its place in the order of all events.
 *
 * @param index of the log entry
 * @param ordinal within the entry, from 0, without gaps
 * @param atMs state time
 */
public record RecordedEvent(long index, int ordinal, long atMs, Event event) {
  /** Log index and ordinal, such as {@code 17.3}. */
  public String cursor() {
    return index + "." + ordinal;
  }
}
