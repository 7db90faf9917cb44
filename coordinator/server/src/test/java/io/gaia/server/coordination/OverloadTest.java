package io.gaia.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.server.testkit.RunningServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More than the coordinator can take at once. */
class OverloadTest {
  private static final int CLIENTS = 8;
  private static final int BATCHES_EACH = 1;
  private static final int BATCH = 1000;

  @TempDir static Path directory;

  private static RunningServer server;
  private static String token;

  @BeforeAll
  static void start() {
    server =
        RunningServer.start(
            directory,
            Map.of(
                "RAFT_COMMANDS_WAITING", "1000", "HTTP_BODY_TIMEOUT", "2s", "LOG_LEVEL", "ERROR"));
    token = server.token("agent-1", "agent", "admin");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aFullQueueAsksToComeBackAndLosesNothing() throws Exception {
    AtomicInteger sentAway = new AtomicInteger();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        all.add(
            clients.submit(
                () -> {
                  for (int batch = 0; batch < BATCHES_EACH; batch++) {
                    enqueueAtLast(client + "-" + batch, sentAway);
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      clients.shutdownNow();
    }
    assertThat(sentAway).hasPositiveValue();
    JsonNode queue = RunningServer.json(server.get(server.api("/queue"), token));
    assertThat(queue.at("/counts/pending").intValue()).isEqualTo(CLIENTS * BATCHES_EACH * BATCH);
  }

  /** Comes back as often as it is sent away. */
  private static void enqueueAtLast(String batch, AtomicInteger sentAway) {
    String tasks =
        IntStream.range(0, BATCH)
            .mapToObj(
                i ->
                    "{\"task_type\":\"t\",\"payload\":1,\"idempotency_key\":\"%s-%d\"}"
                        .formatted(batch, i))
            .collect(Collectors.joining(",", "{\"tasks\":[", "]}"));
    await(batch)
        .atMost(Duration.ofMinutes(3))
        .until(
            () -> {
              HttpResponse<String> answer =
                  server.send(
                      HttpRequest.newBuilder(server.api("/tasks"))
                          .header("Authorization", "Bearer " + token)
                          .header("Content-Type", "application/json")
                          .header("Idempotency-Key", batch)
                          .POST(BodyPublishers.ofString(tasks)));
              if (answer.statusCode() == 503) {
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                assertThat(RunningServer.json(answer).get("code").textValue())
                    .isEqualTo("unavailable");
                sentAway.incrementAndGet();
                return false;
              }
              assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
              return true;
            });
  }

  /** One byte now and then would hold a thread for as long as the client likes. */
  @Test
  void aBodyThatTricklesIsRefusedAndHoldsNobodyUp() throws Exception {
    List<Socket> trickling = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        trickling.add(trickle());
      }
      assertThat(server.get(server.api("/queue"), token).statusCode()).isEqualTo(200);
      assertThat(answersWhileTrickling(trickling))
          .allSatisfy(
              answer ->
                  assertThat(answer)
                      .startsWith("HTTP/1.1 408")
                      .contains("application/problem+json", "\"code\":"));
    } finally {
      for (Socket socket : trickling) {
        socket.close();
      }
    }
  }

  /** An answer before the body is there ends the connection, and says so. */
  @Test
  void whoIsAnsweredWithoutItsBodyIsToldThatTheConnectionEnds() throws Exception {
    URI root = server.root("/");
    for (String route : List.of("POST /api/v1/tasks", "GET /api/v1/queue", "GET /api/v1/stream")) {
      try (Socket socket = new Socket(root.getHost(), root.getPort())) {
        String head = route + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer).startsWith("HTTP/1.1 4").containsIgnoringCase("Connection: close");
      }
    }
  }

  private static Socket trickle() throws Exception {
    URI root = server.root("/");
    Socket socket = new Socket(root.getHost(), root.getPort());
    String head =
        """
        POST /api/v1/tasks HTTP/1.1
        Host: x
        Authorization: Bearer %s
        Content-Type: application/json
        Content-Length: 100000

        """
            .formatted(token)
            .replace("\n", "\r\n");
    socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  /** All of them at once, as who means harm would. */
  private static List<String> answersWhileTrickling(List<Socket> sockets) {
    List<StringBuilder> answers = sockets.stream().map(socket -> new StringBuilder()).toList();
    await("an answer to each")
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              for (int i = 0; i < sockets.size(); i++) {
                trickleOrHear(sockets.get(i), answers.get(i));
              }
              return answers.stream().allMatch(answer -> answer.indexOf("\"code\":") > 0);
            });
    return answers.stream().map(StringBuilder::toString).toList();
  }

  private static void trickleOrHear(Socket socket, StringBuilder answer) throws IOException {
    InputStream in = socket.getInputStream();
    if (in.available() > 0) {
      answer.append(new String(in.readNBytes(in.available()), StandardCharsets.UTF_8));
    } else if (answer.isEmpty()) {
      OutputStream out = socket.getOutputStream();
      out.write(' ');
      out.flush();
    }
  }
}
