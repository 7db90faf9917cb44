package io.gaia.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.server.testkit.RunningServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A body that comes a little after its head, as it does over any network: whether the route reads
 * it or not, the connection serves the next request, or the answer has said that it ends.
 */
class LateBodyTest {
  private static final int LATE_MS = 15;
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

  @TempDir static Path directory;

  private static RunningServer server;
  private static String token;

  @BeforeAll
  static void start() {
    server = RunningServer.start(directory, Map.of("LOG_LEVEL", "ERROR"));
    token = server.token("root", "admin", "agent", "app", "teacher", "analyst");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A way to send it. */
  private record Way(String token, String contentType, String body) {}

  @Test
  void theNextRequestIsServedOrTheEndWasSaid() throws IOException {
    JsonNode api = RunningServer.json(server.get(server.root("/openapi.json")));
    List<Way> ways =
        List.of(
            new Way(token, "application/json", "{}"),
            new Way(token, "application/json", "{\"a\":" + "[1],".repeat(5_000) + "}"),
            new Way("none", "application/json", "{}"));
    List<String> wrong = new ArrayList<>();
    for (Fuzz.Route route : new Fuzz(api, 1).routes()) {
      String path = route.path().replaceAll("\\{[^/]+}", "none");
      for (Way way : ways) {
        for (boolean chunked : List.of(false, true)) {
          String fault = faultOf(route.method() + " /api/v1" + path, way, chunked);
          if (!fault.isEmpty()) {
            wrong.add(route.method() + " " + path + " " + chunked + " " + way + ": " + fault);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static String faultOf(String route, Way way, boolean chunked) throws IOException {
    URI root = server.root("/");
    try (Socket socket = new Socket(root.getHost(), root.getPort())) {
      String length =
          chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + way.body.length();
      send(
          socket,
          "%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\n%s\r\n\r\n"
              .formatted(route, way.token, way.contentType, length));
      String early = answerWithin(socket, LATE_MS);
      try {
        send(
            socket,
            chunked
                ? Integer.toHexString(way.body.length()) + "\r\n" + way.body + "\r\n0\r\n\r\n"
                : way.body);
      } catch (IOException e) {
        return isEndSaid(early) ? "" : "it ended after " + early;
      }
      String answer = early.isEmpty() ? answerWithin(socket, 60_000) : early;
      if (!answer.startsWith("HTTP/1.1 ")) {
        return "no answer";
      }
      if (isEndSaid(answer)) {
        return "";
      }
      send(
          socket,
          "GET /api/v1/queue HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n");
      String next = answerWithin(socket, 60_000);
      return next.startsWith("HTTP/1.1 200") ? "" : "then <" + next + "> after " + answer;
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static boolean isEndSaid(String answer) {
    return answer.toLowerCase(Locale.ROOT).contains("\r\nconnection: close");
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  /** One whole answer; empty if none begins in time, or the connection ended. */
  private static String answerWithin(Socket socket, int millis) throws IOException {
    socket.setSoTimeout(millis);
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    try {
      while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
        int read = in.read();
        if (read < 0) {
          return head.toString(StandardCharsets.UTF_8);
        }
        head.write(read);
        socket.setSoTimeout(60_000);
      }
    } catch (SocketTimeoutException e) {
      return "";
    }
    String text = head.toString(StandardCharsets.UTF_8);
    Matcher length = LENGTH.matcher(text);
    int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return text + new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
  }
}
