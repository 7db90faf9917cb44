package io.gaia.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A teacher's WebSocket as an app would open it; remembers every frame and when it came. */
final class TeacherSocket implements AutoCloseable {

  /**
   * @param receivedMillis wall clock
   */
  record Frame(JsonNode json, long receivedMillis) {
    String type() {
      return json.path("type").asText();
    }

    JsonNode event() {
      return json.path("event");
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Frame> frames = new CopyOnWriteArrayList<>();
  private final WebSocket socket;
  private volatile boolean closed;

  private TeacherSocket(String coordinatorUrl, String token) {
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + token)
            .buildAsync(
                URI.create(coordinatorUrl.replaceFirst("^http", "ws") + "/ws"), new Listener())
            .join();
  }

  static TeacherSocket open(StackFile stack) {
    return new TeacherSocket(stack.coordinatorUrl(), stack.token("teacher"));
  }

  TeacherSocket subscribe(String classroomId) {
    return send("{\"type\":\"subscribe\",\"channel\":\"classroom:" + classroomId + "\"}");
  }

  TeacherSocket subscribe(String classroomId, String afterCursor) {
    return send(
        "{\"type\":\"subscribe\",\"channel\":\"classroom:%s\",\"after\":\"%s\"}"
            .formatted(classroomId, afterCursor));
  }

  private TeacherSocket send(String frame) {
    socket.sendText(frame, true).join();
    return this;
  }

  List<Frame> frames() {
    return List.copyOf(frames);
  }

  List<Frame> ofType(String type) {
    return frames.stream().filter(frame -> frame.type().equals(type)).toList();
  }

  /** Events of a student, in the order they came. */
  List<Frame> eventsOf(String studentId) {
    return ofType("event").stream()
        .filter(frame -> frame.event().path("student_id").asText().equals(studentId))
        .toList();
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          frames.add(new Frame(JSON.readTree(text.toString()), System.currentTimeMillis()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        text.setLength(0);
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
      closed = true;
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      closed = true;
    }
  }
}
