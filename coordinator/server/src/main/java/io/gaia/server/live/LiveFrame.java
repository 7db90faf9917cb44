package io.gaia.server.live;

import java.util.Optional;

/**
 * A frame to a client, encoded once for all who get it.
 *
 * @param text its JSON, as it goes over the wire
 * @param at where its reader is after it; empty when it moves nobody on
 */
record LiveFrame(byte[] text, Optional<Place> at) {

  /**
   * @param cursor from which the channel goes on
   */
  record Place(Channel channel, String cursor) {}

  int bytes() {
    return text.length;
  }
}
