package io.gaia.bench.coordination.subject;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.client.coordination.CoordinationClient;
import io.gaia.client.http.CallSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One socket to the leader for all threads, as a process has that runs many sessions. */
final class GaiaSocket implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CallSocket socket;

  GaiaSocket(Target target) {
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

  /** The answer's body. */
  JsonNode call(String method, String path, Optional<JsonNode> body) throws Exception {
    CallSocket.Answer answer =
        socket
            .call(method, "/api/v1/" + path, body, Optional.empty())
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (answer.status() >= 400) {
      throw new RefusedException(
          "%s %s answered %d: %s".formatted(method, path, answer.status(), answer.body()));
    }
    return answer.body();
  }

  @Override
  public void close() {
    socket.close();
  }
}
