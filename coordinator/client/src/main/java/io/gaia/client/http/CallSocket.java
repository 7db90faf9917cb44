package io.gaia.client.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.schemas.json.EventCodec;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private static final int MAX_FRAME_BYTES = 15_000;

  /** Below what a server takes of one socket. */
  private static final int MOST_OPEN = 900;

  /** Less than an entry in the coordinators' log takes. */
  private static final long LATE_NANOS = TimeUnit.MICROSECONDS.toNanos(150);

  private final URI base;
  private final AtomicLong lastId = new AtomicLong();
  private final Map<String, CompletableFuture<Answer>> open = new ConcurrentHashMap<>();
  private final StringBuilder partial = new StringBuilder();
  private volatile WebSocket socket;
  // guarded by this
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private boolean isSending;
  // callers who may ask again now
  private int answered;
  private Optional<String> whyClosed = Optional.empty();
  private boolean wasAnswered;
  private volatile long heardNanos = System.nanoTime();

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

  /** Whether a call with that body has room in a frame. */
  static boolean hasRoomFor(String body) {
    return bytes(body) < MAX_FRAME_BYTES - 1_000;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** So many calls are open that one more should go another way. */
  public boolean isFull() {
    return open.size() >= MOST_OPEN;
  }

  /** False for one that ended before anything was answered: the next will fare no better. */
  synchronized boolean wasAnswered() {
    return wasAnswered;
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
    byte[] text = EventCodec.toBytes(call);
    Optional<String> ended;
    synchronized (this) {
      ended = whyClosed;
      if (ended.isEmpty()) {
        waiting.add(text);
      }
    }
    if (ended.isPresent()) {
      open.remove(id);
      answer.completeExceptionally(hasEnded(ended.get()));
    } else {
      send();
      // who gives up says so: what waits there for a turn or for work is to wait no more
      var unused =
          answer.whenComplete(
              (done, failure) -> {
                if (failure != null && open.remove(id) != null) {
                  cancel(id);
                }
              });
    }
    return answer;
  }

  private void cancel(String id) {
    ObjectNode cancel = EventCodec.mapper().createObjectNode().put("type", "cancel").put("id", id);
    synchronized (this) {
      if (whyClosed.isPresent()) {
        return;
      }
      waiting.add(EventCodec.toBytes(cancel));
    }
    send();
  }

  /** A frame came, or a sign of life, since then. */
  boolean hasHeardSince(long nanos) {
    return heardNanos - nanos > 0;
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
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    do {
      frame.write(frame.size() == 0 ? '[' : ',');
      frame.writeBytes(waiting.remove());
      answered = Math.max(0, answered - 1);
    } while (!waiting.isEmpty() && frame.size() + waiting.element().length < MAX_FRAME_BYTES);
    frame.write(']');
    return Optional.of(frame.toString(StandardCharsets.UTF_8));
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
  }

  void end(String why) {
    synchronized (this) {
      whyClosed = whyClosed.or(() -> Optional.of(why));
      waiting.clear();
      notifyAll();
    }
    if (socket != null) {
      socket.abort();
    }
    for (String id : open.keySet()) {
      Optional.ofNullable(open.remove(id))
          .ifPresent(answer -> answer.completeExceptionally(hasEnded(why)));
    }
  }

  private UnreachableException hasEnded(String why) {
    return new UnreachableException("the socket to " + base + " has ended: " + why, null);
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
      wasAnswered = true;
    }
    frames.forEach(this::settle);
  }

  private void settle(JsonNode frame) {
    if (frame.path("type").asText().equals("error")) {
      // of a coordinator of before calls, which will not answer them
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
      heardNanos = System.nanoTime();
      partial.append(data);
      if (last) {
        String text = partial.toString();
        partial.setLength(0);
        try {
          answered(text);
        } catch (JsonProcessingException e) {
          end("a frame that is no JSON");
        }
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
      heardNanos = System.nanoTime();
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
