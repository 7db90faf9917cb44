package io.gaia.server.eventlog;

import java.util.List;

/**
 * A stretch of the log.
 *
 * @param events those that were wanted, oldest first
 * @param readTo there is no other wanted event up to this position
 */
public record EventPage(List<StoredEvent> events, long readTo) {
  public EventPage {
    events = List.copyOf(events);
  }
}
