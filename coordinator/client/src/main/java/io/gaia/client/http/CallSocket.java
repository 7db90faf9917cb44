package io.gaia.client.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.schemas.json.EventCodec;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests of many threads over one WebSocket, for a fraction of what each would cost over HTTP:
 * those of callers who were answered together, and so ask again together, share a frame. It takes
 * the routes that sessions at work need; the coordinator names them to who asks for another.
 * Thread-safe.
 */
public final class CallSocket implements AutoCloseable {

  /** Below what a server takes in one frame unless it is told otherwise. */
  private static final int MAX_FRAME_LENGTH = 15_000;

  /** Less than an entry in the coordinators' log takes. */
  private static final long LATE_NANOS = TimeUnit.MICROSECONDS.toNanos(150);

  private final URI base;
  private final AtomicLong lastId = new AtomicLong();
  private final Map<String, CompletableFuture<Answer>> open = new ConcurrentHashMap<>();
  private final StringBuilder partial = new StringBuilder();
  private WebSocket socket;
  // guarded by this
  private final ArrayDeque<String> waiting = new ArrayDeque<>();
  private boolean isSending;
  // callers who may ask again now
  private int answered;
  private Optional<String> whyClosed = Optional.empty();

  /**
   * What the coordinator answered.
   *
   * @param retryAfter when a call that was refused for now may do better
   * @param body missing if there was none
   */
  public record Answer(int status, Optional<Duration> retryAfter, JsonNode body) {}

  private CallSocket(URI base) {
    this.base = base;
  }

  /**
   * @param base the coordinator's address, without a path
   * @throws RefusedException if the token is not taken
   * @throws UnreachableException if there is no connection
   */
  public static CallSocket open(URI base, Optional<String> token) {
    CallSocket calls = new CallSocket(base);
    calls.socket = SocketDoor.open(base, token, calls.new Listener());
    Thread late = new Thread(calls::sendLate, "call-socket");
    late.setDaemon(true);
    late.start();
    return calls;
  }

  /** Whether a call with so long a body has room in a frame. */
  public static boolean hasRoomFor(int bodyLength) {
    return bodyLength < MAX_FRAME_LENGTH - 1_000;
  }

  /**
   * @param path with its query, as over HTTP
   * @return fails with {@link UnreachableException} when the socket ends before the answer: the
   *     call may or may not have been carried out
   */
  public CompletableFuture<Answer> call(
      String method, String path, Optional<JsonNode> body, Optional<String> idempotencyKey) {
    String id = Long.toString(lastId.incrementAndGet());
    ObjectNode call =
        EventCodec.mapper()
            .createObjectNode()
            .put("type", "call")
            .put("id", id)
            .put("method", method)
            .put("path", path);
    idempotencyKey.ifPresent(key -> call.put("idempotency_key", key));
    body.ifPresent(json -> call.set("body", json));
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    open.put(id, answer);
    String text = call.toString();
    Optional<String> refusal;
    synchronized (this) {
      refusal = whyClosed;
      if (refusal.isEmpty()) {
        waiting.add(text);
      }
    }
    if (refusal.isPresent()) {
      end(refusal.get());
    } else {
      send();
    }
    return answer;
  }

  /** Sends what waits if everybody is there who was just answered. */
  private void send() {
    Optional<String> frame;
    synchronized (this) {
      if (waiting.size() < answered) {
        // the others are on their way; not all may come
        notifyAll();
        return;
      }
      frame = next();
    }
    frame.ifPresent(this::send);
  }

  private void send(String frame) {
    var unused =
        socket
            .sendText(frame, true)
            .whenComplete(
                (sent, failure) -> {
                  if (failure != null) {
                    end("could not send: " + failure);
                    return;
                  }
                  synchronized (this) {
                    isSending = false;
                  }
                  send();
                });
  }

  private synchronized Optional<String> next() {
    if (isSending || waiting.isEmpty()) {
      return Optional.empty();
    }
    isSending = true;
    StringJoiner frame = new StringJoiner(",", "[", "]");
    int length = 2;
    do {
      String call = waiting.remove();
      length += call.length() + 1;
      frame.add(call);
      answered = Math.max(0, answered - 1);
    } while (!waiting.isEmpty() && length + waiting.element().length() < MAX_FRAME_LENGTH);
    return Optional.of(frame.toString());
  }

  /** Sends what has waited for the others long enough. */
  private void sendLate() {
    try {
      while (true) {
        synchronized (this) {
          while (whyClosed.isEmpty() && (waiting.isEmpty() || isSending)) {
            wait();
          }
          if (whyClosed.isPresent()) {
            return;
          }
        }
        LockSupport.parkNanos(LATE_NANOS);
        Optional<String> frame;
        synchronized (this) {
          answered = 0;
          frame = next();
        }
        frame.ifPresent(this::send);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public synchronized boolean isOpen() {
    return whyClosed.isEmpty();
  }

  /** Calls that are open fail. */
  @Override
  public void close() {
    end("closed");
    socket.abort();
  }

  private void end(String why) {
    synchronized (this) {
      whyClosed = whyClosed.or(() -> Optional.of(why));
      waiting.clear();
      notifyAll();
    }
    UnreachableException reason =
        new UnreachableException("the socket to " + base + " has ended: " + why, null);
    open.values().forEach(answer -> answer.completeExceptionally(reason));
    open.clear();
  }

  private void answered(String text) throws JsonProcessingException {
    JsonNode json = JsonAnswer.parse(text);
    List<JsonNode> frames = new ArrayList<>();
    if (json.isArray()) {
      json.forEach(frames::add);
    } else {
      frames.add(json);
    }
    synchronized (this) {
      // before they can come back
      answered += frames.size();
    }
    frames.forEach(this::settle);
  }

  private void settle(JsonNode frame) {
    if (frame.path("type").asText().equals("error")) {
      // a coordinator of before calls, which will not answer them
      end(frame.path("detail").asText());
      return;
    }
    Optional<CompletableFuture<Answer>> asked =
        Optional.ofNullable(open.remove(frame.path("id").asText()));
    asked.ifPresent(
        answer ->
            answer.complete(
                new Answer(
                    frame.path("status").asInt(),
                    Optional.ofNullable(frame.get("retry_after"))
                        .map(seconds -> Duration.ofSeconds(seconds.asLong())),
                    frame.path("body"))));
  }

  private final class Listener implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        String text = partial.toString();
        partial.setLength(0);
        try {
          answered(text);
        } catch (JsonProcessingException e) {
          end("a frame that is no JSON");
          webSocket.abort();
        }
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
      end(statusCode + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      end(error.toString());
    }
  }
}
