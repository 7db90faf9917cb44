package io.gaia.bench.coordination.subject;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Optional;

/** Locks of Gaia over one socket; each client is a session, kept alive as in {@link GaiaLocks}. */
final class GaiaSocketLocks implements LockUnderTest {
  private final LivingSessions sessions;
  private final GaiaSocket socket;
  private final long[] fences;

  GaiaSocketLocks(Target target, int clients) throws IOException {
    sessions = new LivingSessions(new GaiaApi(target), clients, 1);
    fences = new long[clients];
    socket = new GaiaSocket(target);
  }

  @Override
  public void acquire(int client) throws Exception {
    fences[client] =
        socket
            .call(
                "PUT",
                "locks/bench-" + client,
                Optional.of(
                    JsonNodeFactory.instance
                        .objectNode()
                        .put("session_id", sessions.of(client))
                        .put("ttl_seconds", 60)))
            .required("fence")
            .longValue();
  }

  @Override
  public void release(int client) throws Exception {
    String path =
        "locks/bench-%d?session_id=%s&fence=%d"
            .formatted(client, sessions.of(client), fences[client]);
    socket.call("DELETE", path, Optional.empty());
  }

  @Override
  public void close() throws IOException {
    socket.close();
    sessions.close();
  }
}
