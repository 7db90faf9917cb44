package io.gaia.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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
  private final Set<URI> opening = new HashSet<>();
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
        && body.map(json -> !json.has("tasks") && CallSocket.hasRoomFor(json.toString()))
            .orElse(true);
  }

  /** The socket to that coordinator, or empty while it gives none or one is being opened. */
  Optional<CallSocket> to(URI server) {
    synchronized (this) {
      CallSocket known = sockets.get(server);
      if (known != null && known.isOpen()) {
        return Optional.of(known).filter(socket -> !socket.isBusy());
      }
      if (known != null && !known.wasAnswered()) {
        notBefore.put(server, System.nanoTime() + PAUSE.toNanos());
      }
      sockets.remove(server);
      Long pauseEnd = notBefore.get(server);
      if (isClosed
          || (pauseEnd != null && pauseEnd - System.nanoTime() > 0)
          || !opening.add(server)) {
        return Optional.empty();
      }
    }
    return open(server);
  }

  private Optional<CallSocket> open(URI server) {
    Optional<CallSocket> opened = Optional.empty();
    try {
      opened = Optional.of(CallSocket.open(server, token));
    } catch (RefusedException | UnreachableException e) {
      // asked over HTTP, which says what is wrong
    }
    synchronized (this) {
      opening.remove(server);
      if (opened.isEmpty()) {
        notBefore.put(server, System.nanoTime() + PAUSE.toNanos());
      } else if (isClosed) {
        opened.get().close();
      } else {
        sockets.put(server, opened.get());
      }
    }
    return opened;
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
    long asked = System.nanoTime();
    CompletableFuture<CallSocket.Answer> answer = socket.call(method, path, body, requestId);
    try {
      return Reply.of(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      answer.cancel(false);
      socket.doubt(asked);
      throw new HttpTimeoutException("no answer within " + patience.toSeconds() + " s");
    } catch (InterruptedException e) {
      answer.cancel(false);
      throw e;
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
