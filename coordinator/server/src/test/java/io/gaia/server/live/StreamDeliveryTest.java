package io.gaia.server.live;

import io.gaia.server.testkit.Entrance;

/** The stream as server-sent events. */
class StreamDeliveryTest extends StreamContract {
  StreamDeliveryTest() {
    super(Entrance.STREAM);
  }
}
