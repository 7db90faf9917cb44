package io.gaia.client.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.schemas.json.EventCodec;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Requests of many threads over one WebSocket, for a fraction of what each would cost over HTTP:
 * those that come together share a frame. It takes the routes that sessions at work need; the
 * coordinator names them to who asks for another. Thread-safe.
 */
public final class CallSocket implements AutoCloseable {

  /** Below what a server takes of one socket. */
  private static final int MOST_OPEN = 900;

  private static final int TOO_LONG = 1009;

  /** A coordinator that lives sends a ping every twenty seconds. */
  private static final long SIGN_OF_LIFE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final URI base;
  private final AtomicLong lastId = new AtomicLong();
  private final Map<String, CompletableFuture<Answer>> open = new ConcurrentHashMap<>();
  private final StringBuilder partial = new StringBuilder();
  private final FrameSender sender = new FrameSender(this::end);
  private volatile Optional<String> whyClosed = Optional.empty();
  private volatile boolean wasAnswered;
  private volatile boolean isDoubted;
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
    calls.sender.start(SocketDoor.open(base, token, calls.new Listener()));
    return calls;
  }

  /** Whether a call with that body has room in a frame. */
  static boolean hasRoomFor(String body) {
    return body.getBytes(StandardCharsets.UTF_8).length < FrameSender.MAX_BYTES - 1_000;
  }

  /** One more call should go another way: many are open, or nothing is heard. */
  boolean isBusy() {
    return isDoubted || open.size() >= MOST_OPEN;
  }

  /** False for one that ended before anything was answered: the next will fare no better. */
  boolean wasAnswered() {
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
    if (!sender.add(EventCodec.toBytes(call))) {
      open.remove(id);
      answer.completeExceptionally(hasEnded());
      return answer;
    }
    // who gives up says so: what waits there for a turn or for work is to wait no more
    var unused =
        answer.whenComplete(
            (done, failure) -> {
              if (failure != null && open.remove(id) != null) {
                cancel(id);
              }
            });
    return answer;
  }

  private void cancel(String id) {
    ObjectNode cancel = EventCodec.mapper().createObjectNode().put("type", "cancel").put("id", id);
    sender.add(EventCodec.toBytes(cancel));
  }

  /**
   * A call got no answer in time. If nothing was heard since it was sent, the socket may be dead:
   * it is not used until something is heard, and ended when a ping is overdue, too.
   */
  void doubt(long askedNanos) {
    if (heardNanos - askedNanos > 0) {
      return;
    }
    isDoubted = true;
    if (System.nanoTime() - heardNanos > SIGN_OF_LIFE_NANOS) {
      end("nothing was heard for " + TimeUnit.NANOSECONDS.toSeconds(SIGN_OF_LIFE_NANOS) + " s");
    }
  }

  private void heard() {
    heardNanos = System.nanoTime();
    isDoubted = false;
  }

  public boolean isOpen() {
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
    }
    sender.close();
    for (String id : open.keySet()) {
      Optional.ofNullable(open.remove(id))
          .ifPresent(answer -> answer.completeExceptionally(hasEnded()));
    }
  }

  private UnreachableException hasEnded() {
    return new UnreachableException(
        "the socket to " + base + " has ended: " + whyClosed.orElse("closed"), null);
  }

  private void answered(String text) throws JsonProcessingException {
    JsonNode json = JsonAnswer.parse(text);
    List<JsonNode> frames = new ArrayList<>();
    if (json.isArray()) {
      json.forEach(frames::add);
    } else {
      frames.add(json);
    }
    // before they can come back
    sender.expect(frames.size());
    frames.forEach(this::settle);
  }

  private void settle(JsonNode frame) {
    if (frame.path("type").asText().equals("error")) {
      // of a coordinator of before calls, which will not answer them
      end(frame.path("detail").asText());
      return;
    }
    wasAnswered = true;
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
      heard();
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
      heard();
      webSocket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
      if (statusCode == TOO_LONG) {
        // it takes less than others, and the next socket will fare no better
        wasAnswered = false;
      }
      end(statusCode + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      end(error.toString());
    }
  }
}
