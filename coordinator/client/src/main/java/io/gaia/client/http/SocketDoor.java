package io.gaia.client.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** The way to the coordinator's {@code /ws}. */
final class SocketDoor {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private SocketDoor() {}

  /**
   * @param base the coordinator's address
   * @throws RefusedException if the token is not taken
   * @throws UnreachableException if there is no connection
   */
  static WebSocket open(URI base, Optional<String> token, WebSocket.Listener listener) {
    String scheme = base.getScheme().equals("https") ? "wss" : "ws";
    URI address = URI.create(scheme + base.toString().substring(base.getScheme().length()));
    WebSocket.Builder builder =
        HttpClient.newHttpClient().newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT);
    token.ifPresent(bearer -> builder.header("Authorization", "Bearer " + bearer));
    try {
      return builder.buildAsync(address.resolve("ws"), listener).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        int status = refused.getResponse().statusCode();
        if (status == 401 || status == 403) {
          throw new RefusedException(
              status,
              status == 401 ? "unauthenticated" : "forbidden",
              "the coordinator takes no WebSocket with this token (" + status + ")");
        }
      }
      throw new UnreachableException(base + " gives no WebSocket", e.getCause());
    }
  }
}
