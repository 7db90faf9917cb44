package io.gaia.server.live;

import io.gaia.server.testkit.Entrance;

/** The stream over a WebSocket. */
class SocketDeliveryTest extends StreamContract {
  SocketDeliveryTest() {
    super(Entrance.SOCKET);
  }
}
