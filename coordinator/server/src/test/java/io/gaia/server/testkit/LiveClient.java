package io.gaia.server.testkit;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.json.EventCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A WebSocket client that keeps every frame, and reads only while it wants to. */
public final class LiveClient implements WebSocket.Listener, LiveReader {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final List<JsonNode> frames = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> receivedAt = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger pings = new AtomicInteger();
  private final AtomicReference<Optional<Integer>> closed = new AtomicReference<>(Optional.empty());
  private final StringBuilder partial = new StringBuilder();
  private volatile boolean isReading = true;
  private WebSocket socket;

  public static LiveClient withToken(URI uri, String token) {
    return connect(HTTP.newWebSocketBuilder().header("Authorization", "Bearer " + token), uri);
  }

  public static LiveClient connect(WebSocket.Builder builder, URI uri) {
    LiveClient client = new LiveClient();
    client.socket = builder.buildAsync(uri, client).join();
    return client;
  }

  public static HttpClient http() {
    return HTTP;
  }

  @Override
  public void onOpen(WebSocket webSocket) {
    webSocket.request(1);
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      receivedAt.add(System.nanoTime());
      JsonNode frame = json(partial.toString());
      if (frame.isArray()) {
        frame.forEach(frames::add);
      } else {
        frames.add(frame);
      }
      partial.setLength(0);
    }
    more(webSocket);
    return null;
  }

  @Override
  public CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
    pings.incrementAndGet();
    more(webSocket);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    closed.set(Optional.of(code));
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.compareAndSet(Optional.empty(), Optional.of(1006));
  }

  private void more(WebSocket webSocket) {
    if (isReading) {
      webSocket.request(1);
    }
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

  public LiveClient subscribe(String channel) {
    return send("{\"type\":\"subscribe\",\"channel\":\"" + channel + "\"}");
  }

  public LiveClient subscribe(String channel, String after) {
    return send(
        "{\"type\":\"subscribe\",\"channel\":\"" + channel + "\",\"after\":\"" + after + "\"}");
  }

  public LiveClient send(String text) {
    socket.sendText(text, true).join();
    return this;
  }

  public LiveClient sendBinary(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    return this;
  }

  @Override
  public JsonNode frame(int index) {
    await().pollInterval(Duration.ofMillis(5)).until(() -> frames.size() > index);
    return frames.get(index);
  }

  /** When that frame came, by {@link System#nanoTime}. */
  public long receivedAt(int index) {
    return receivedAt.get(index);
  }

  @Override
  public List<JsonNode> frames() {
    return List.copyOf(frames);
  }

  @Override
  public int closeCode() {
    await().until(() -> closed.get().isPresent());
    return closed.get().orElseThrow();
  }

  @Override
  public boolean isOpen() {
    return closed.get().isEmpty();
  }

  @Override
  public int signsOfLife() {
    return pings.get();
  }

  @Override
  public void abort() {
    socket.abort();
  }

  private static JsonNode json(String text) {
    try {
      return EventCodec.mapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
