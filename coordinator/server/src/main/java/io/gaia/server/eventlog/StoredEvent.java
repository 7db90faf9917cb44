package io.gaia.server.eventlog;

import java.util.List;

/**
 * One event as it is kept.
 *
 * @param position see {@link Position}
 * @param key of the entity it is about
 * @param channels names of those who are told
 * @param json the event as everyone reads it
 */
public record StoredEvent(long position, String key, List<String> channels, byte[] json) {

  public StoredEvent {
    channels = List.copyOf(channels);
  }

  /** Tells nothing, but that there is no other event up to this position. */
  static StoredEvent mark(long position) {
    return new StoredEvent(position, "", List.of(), new byte[0]);
  }

  boolean isMark() {
    return json.length == 0;
  }
}
