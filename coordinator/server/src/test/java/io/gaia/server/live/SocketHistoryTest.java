package io.gaia.server.live;

import static org.awaitility.Awaitility.await;

import io.gaia.server.testkit.Entrance;
import io.gaia.server.testkit.LiveClient;
import org.junit.jupiter.api.Test;

/** Who was away for long comes back over a WebSocket. */
class SocketHistoryTest extends HistoryContract {
  SocketHistoryTest() {
    super(Entrance.SOCKET);
  }

  @Test
  void whoUnsubscribesMeanwhileIsForgotten() {
    open(0);
    publish(2_000);
    past.failures.set(Integer.MAX_VALUE);
    try (LiveClient client = LiveClient.withToken(server.ws(""), server.admin())) {
      client.subscribe("cluster", "log.0");
      await().until(() -> hub.catchingUp() == 1);
      client.send("{\"type\":\"unsubscribe\",\"channel\":\"cluster\"}");
      await().until(() -> hub.catchingUp() == 0);
      client.subscribe("cluster", "log.0");
      await().until(() -> hub.catchingUp() == 1);
    }
    await().until(() -> hub.catchingUp() == 0);
  }
}
