package io.gaia.bench.coordination.subject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gaia.client.coordination.CoordinationClient;
import io.gaia.client.http.CallSocket;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Locks of Gaia over one socket to the leader, as a process has that runs many sessions; each
 * client is a session. Sessions are kept alive over HTTP, as in {@link GaiaLocks}.
 */
final class GaiaSocketLocks implements LockUnderTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LivingSessions sessions;
  private final CallSocket socket;
  private final long[] fences;

  GaiaSocketLocks(Target target, int clients) throws IOException {
    sessions = new LivingSessions(new GaiaApi(target), clients, 1);
    fences = new long[clients];
    socket = CallSocket.open(leader(target), Optional.of(target.token()));
  }

  private static URI leader(Target target) {
    List<URI> nodes = Stream.of(target.address().split(",")).map(URI::create).toList();
    return nodes.stream()
        .filter(
            node ->
                CoordinationClient.to(List.of(node), Optional.of(target.token()), PATIENCE)
                    .operations()
                    .cluster()
                    .role()
                    .equals("leader"))
        .findFirst()
        .orElse(nodes.get(0));
  }

  @Override
  public void acquire(int client) throws Exception {
    fences[client] =
        call(
                "PUT",
                "/api/v1/locks/bench-" + client,
                Optional.of(
                    JsonNodeFactory.instance
                        .objectNode()
                        .put("session_id", sessions.of(client))
                        .put("ttl_seconds", 60)))
            .body()
            .required("fence")
            .longValue();
  }

  @Override
  public void release(int client) throws Exception {
    call(
        "DELETE",
        "/api/v1/locks/bench-%d?session_id=%s&fence=%d"
            .formatted(client, sessions.of(client), fences[client]),
        Optional.empty());
  }

  private CallSocket.Answer call(String method, String path, Optional<JsonNode> body)
      throws Exception {
    CallSocket.Answer answer =
        socket
            .call(method, path, body, Optional.empty())
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (answer.status() >= 400) {
      throw new RefusedException(
          "%s %s answered %d: %s".formatted(method, path, answer.status(), answer.body()));
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    socket.close();
    sessions.close();
  }
}
