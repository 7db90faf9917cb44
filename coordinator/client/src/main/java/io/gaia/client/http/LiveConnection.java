package io.gaia.client.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.schemas.json.EventCodec;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One WebSocket to the coordinator's {@code /ws}. Frames are taken in order by one thread; when the
 * connection is over, {@link #isOpen} turns false and the frames that came before can still be
 * taken.
 */
public final class LiveConnection implements AutoCloseable {

  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private volatile boolean open = true;
  private WebSocket socket;

  private LiveConnection() {}

  /**
   * @param base the coordinator's address
   * @throws RefusedException if the token is not taken
   * @throws UnreachableException if there is no connection
   */
  public static LiveConnection open(URI base, Optional<String> token) {
    LiveConnection connection = new LiveConnection();
    connection.socket = SocketDoor.open(base, token, connection.new Listener());
    return connection;
  }

  /**
   * @param after cursor to go on from; absent: from now on
   */
  public void subscribe(String channel, Optional<String> after) {
    ObjectNode frame =
        EventCodec.mapper().createObjectNode().put("type", "subscribe").put("channel", channel);
    after.ifPresent(cursor -> frame.put("after", cursor));
    send(frame);
  }

  /** Keeps the connection awake, and finds out when it is dead. */
  public void ping() {
    send(EventCodec.mapper().createObjectNode().put("type", "ping"));
  }

  public boolean isOpen() {
    return open;
  }

  /** The next frame, or empty after that time. */
  public Optional<JsonNode> next(Duration patience) throws InterruptedException {
    return Optional.ofNullable(frames.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
  }

  @Override
  public void close() {
    open = false;
    socket.abort();
  }

  private void send(JsonNode frame) {
    try {
      socket.sendText(frame.toString(), true).join();
    } catch (CompletionException e) {
      open = false;
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          frames.add(EventCodec.mapper().readTree(text.toString()));
        } catch (JsonProcessingException e) {
          // no frame of ours; the connection is not to be trusted further
          open = false;
          webSocket.abort();
        }
        text.setLength(0);
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
      open = false;
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      open = false;
    }
  }
}
