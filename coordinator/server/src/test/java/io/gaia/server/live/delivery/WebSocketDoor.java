package io.gaia.server.live.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.testkit.LiveClient;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Through {@code /ws}. */
record WebSocketDoor(URI address, Pass pass) implements Door {

  @Override
  public CompletableFuture<Link> open(Map<String, String> after, Ear ear) {
    Socket socket = new Socket(after, ear);
    return pass.next()
        .thenCompose(
            entry -> {
              WebSocket.Builder builder = LiveClient.http().newWebSocketBuilder();
              entry.headers().forEach(builder::header);
              return builder.buildAsync(URI.create(address + entry.query()), socket);
            })
        .thenApply(opened -> socket);
  }

  private static final class Socket implements WebSocket.Listener, Link {
    private static final int NO_CLOSE_CODE = 1006;

    private final Map<String, String> after;
    private final Ear ear;
    private final StringBuilder text = new StringBuilder();
    private volatile WebSocket socket;
    private volatile boolean isReading = true;

    Socket(Map<String, String> after, Ear ear) {
      this.after = new LinkedHashMap<>(after);
      this.ear = ear;
    }

    @Override
    public void onOpen(WebSocket opened) {
      socket = opened;
      CompletableFuture<WebSocket> sent = CompletableFuture.completedFuture(opened);
      for (Map.Entry<String, String> each : after.entrySet()) {
        String frame = subscribe(each.getKey(), each.getValue());
        sent = sent.thenCompose(open -> open.sendText(frame, true));
      }
      opened.request(1);
    }

    private static String subscribe(String channel, String after) {
      ObjectNode frame =
          JsonNodeFactory.instance.objectNode().put("type", "subscribe").put("channel", channel);
      return (after.isEmpty() ? frame : frame.put("after", after)).toString();
    }

    @Override
    public CompletionStage<?> onText(WebSocket open, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          ear.frame(EventCodec.mapper().readTree(text.toString()));
        } catch (JsonProcessingException e) {
          throw new UncheckedIOException(e);
        }
        text.setLength(0);
      }
      if (isReading) {
        open.request(1);
      }
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket closed, int code, String reason) {
      ear.ended(code);
      return null;
    }

    @Override
    public void onError(WebSocket failed, Throwable error) {
      ear.ended(NO_CLOSE_CODE);
    }

    @Override
    public void stopReading() {
      isReading = false;
    }

    @Override
    public void readOn() {
      isReading = true;
      socket.request(1);
    }

    @Override
    public void close() {
      var unused = socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
    }

    @Override
    public void abort() {
      socket.abort();
    }
  }
}
