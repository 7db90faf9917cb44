package io.gaia.server.live.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A way to the stream of events. */
interface Door {

  /**
   * Opens a connection and subscribes.
   *
   * @param after the cursor of each channel; an empty one asks for what comes from now on
   */
  CompletableFuture<Link> open(Map<String, String> after, Ear ear);

  /** An open connection. */
  interface Link {
    /** Takes nothing more from the network. */
    void stopReading();

    void readOn();

    /** Says goodbye. */
    void close();

    /** As when the network goes. */
    void abort();
  }

  /** What a connection brings, one call at a time. */
  interface Ear {
    void frame(JsonNode frame);

    /**
     * Nothing more comes.
     *
     * @param code of the close; 1006 when there was none
     */
    void ended(int code);
  }
}
