package io.gaia.server.live;

import com.fasterxml.jackson.annotation.JsonValue;

/** The ways to the same stream. */
enum Door {
  WEBSOCKET("websocket"),
  EVENT_STREAM("event-stream");

  private final String wireName;

  Door(String wireName) {
    this.wireName = wireName;
  }

  @JsonValue
  String wireName() {
    return wireName;
  }
}
