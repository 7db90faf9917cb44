package io.gaia.client.replay;

import io.gaia.schemas.event.StudentEvent;

/** Takes events in the order they are to arrive. */
public interface EventSink {

  /** May wait; in the end the event arrives once, or {@link #flush} fails. */
  void send(StudentEvent event);

  /** Returns when everything sent has arrived. */
  void flush();
}
