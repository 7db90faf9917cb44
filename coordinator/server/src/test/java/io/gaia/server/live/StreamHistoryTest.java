package io.gaia.server.live;

import io.gaia.server.testkit.Entrance;

/** Who was away for long comes back as server-sent events. */
class StreamHistoryTest extends HistoryContract {
  StreamHistoryTest() {
    super(Entrance.STREAM);
  }
}
