package io.gaia.server.live;

import io.gaia.server.testkit.Entrance;

/** Who comes in over a WebSocket. */
class SocketAdmissionTest extends AdmissionContract {
  SocketAdmissionTest() {
    super(Entrance.SOCKET);
  }
}
