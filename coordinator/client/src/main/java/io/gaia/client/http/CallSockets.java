package io.gaia.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Sockets that the requests of many sessions share, one to each coordinator that is asked. Where a
 * coordinator gives none, or the route is none for a socket, a request goes over HTTP. Thread-safe.
 */
public final class CallSockets implements AutoCloseable {

  /** A coordinator that gave no socket is not asked for one before. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private static final Pattern ROUTES =
      Pattern.compile(
          "POST /api/v1/sessions/[^/?]+/(heartbeat|claims)"
              + "|POST /api/v1/tasks(/[^/?]+/(start|complete|fail|extend|release))?"
              + "|POST /api/v1/locks/[^/?]+/renew"
              + "|(PUT|DELETE) /api/v1/locks/[^/?]+(\\?.*)?");

  private final Optional<String> token;
  // guarded by this
  private final Map<URI, CallSocket> sockets = new HashMap<>();
  private final Map<URI, Long> notBefore = new HashMap<>();
  private boolean isClosed;

  /**
   * @param token a bearer token, as of the requests
   */
  public CallSockets(Optional<String> token) {
    this.token = token;
  }

  /** Whether a request may go over a socket. */
  static boolean take(String method, String path, Optional<JsonNode> body) {
    return ROUTES.matcher(method + " " + path).matches()
        && body.map(json -> !json.has("tasks") && CallSocket.hasRoomFor(json.toString().length()))
            .orElse(true);
  }

  /** The socket to that coordinator, or empty while it gives none. */
  synchronized Optional<CallSocket> to(URI server) {
    CallSocket known = sockets.get(server);
    if (known != null && known.isOpen()) {
      return Optional.of(known);
    }
    if (isClosed || notBefore.getOrDefault(server, Long.MIN_VALUE) > System.nanoTime()) {
      return Optional.empty();
    }
    try {
      CallSocket opened = CallSocket.open(server, token);
      sockets.put(server, opened);
      return Optional.of(opened);
    } catch (RefusedException | UnreachableException e) {
      notBefore.put(server, System.nanoTime() + PAUSE.toNanos());
      return Optional.empty();
    }
  }

  /**
   * @throws IOException when there was no answer: it may or may not have been done
   */
  static Reply ask(
      CallSocket socket,
      String method,
      String path,
      Optional<JsonNode> body,
      Optional<String> requestId,
      Duration patience)
      throws IOException, InterruptedException {
    try {
      return Reply.of(
          socket
              .call(method, path, body, requestId)
              .get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no answer within " + patience.toSeconds() + " s");
    }
  }

  /** Requests that are open fail, and later ones go over HTTP. */
  @Override
  public synchronized void close() {
    isClosed = true;
    sockets.values().forEach(CallSocket::close);
    sockets.clear();
  }
}
