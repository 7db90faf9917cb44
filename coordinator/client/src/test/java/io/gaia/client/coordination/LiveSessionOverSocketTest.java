package io.gaia.client.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.client.auth.Role;
import io.gaia.client.http.CallSockets;
import io.gaia.client.http.JsonHttp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * All that {@link LiveSessionTest} says of a session holds for one whose requests go over a socket.
 */
class LiveSessionOverSocketTest extends LiveSessionTest {

  private static CallSockets sockets;

  @BeforeAll
  static void openSockets() {
    sockets = new CallSockets(Optional.of(coordinator.token("agent-1", Role.AGENT)));
    client = client.over(sockets);
  }

  @AfterAll
  static void theyWereUsed() {
    var connections =
        JsonHttp.toCoordinator(
                List.of(coordinator.url()),
                Optional.of(coordinator.token("root", Role.ADMIN)),
                Duration.ofSeconds(10))
            .get("/api/v1/connections")
            .path("items");
    assertThat(connections).hasSize(1);
    assertThat(connections.path(0).path("sent").asInt()).isGreaterThan(20);
    sockets.close();
  }
}
