package io.gaia.server.live;

import io.gaia.server.testkit.Entrance;

/** Who comes in as server-sent events. */
class StreamAdmissionTest extends AdmissionContract {
  StreamAdmissionTest() {
    super(Entrance.STREAM);
  }
}
