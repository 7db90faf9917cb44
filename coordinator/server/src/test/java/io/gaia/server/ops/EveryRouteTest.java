package io.gaia.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.server.testkit.RunningServer;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every route of the API's description, with whatever can be sent to it: no answer is an error of
 * ours, and every refusal says what is wrong. {@code -Dgaia.soak=true} sends more; {@code
 * -Dgaia.fuzz.seed=SEED} repeats a run.
 */
class EveryRouteTest {
  private static final int REQUESTS = Boolean.getBoolean("gaia.soak") ? 400_000 : 8_000;
  private static final int AT_A_TIME = 32;

  @TempDir static Path directory;

  private static RunningServer server;
  private static JsonNode api;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void start() {
    server = RunningServer.start(directory, Map.of("LOG_LEVEL", "ERROR"));
    api = RunningServer.json(server.get(server.root("/openapi.json")));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void whateverIsSentIsAnsweredInOrderly() throws InterruptedException {
    long seed = Long.getLong("gaia.fuzz.seed", System.nanoTime());
    int requests = Integer.getInteger("gaia.fuzz.requests", REQUESTS);
    Fuzz fuzz = new Fuzz(api, seed);
    String token = server.token("root", "admin", "agent", "app", "teacher", "analyst");
    Set<Fuzz.Route> reached = new HashSet<>();
    Map<Integer, Integer> statuses = new TreeMap<>();
    AtomicInteger ended = new AtomicInteger();
    Semaphore room = new Semaphore(AT_A_TIME);
    for (int i = 0; i < requests && wrong.size() < 20; i++) {
      Fuzz.Shot shot = fuzz.next();
      room.acquire();
      CompletableFuture<HttpResponse<byte[]>> sent =
          http.sendAsync(request(shot, token), BodyHandlers.ofByteArray())
              // now and then a kept connection ends just as the next request goes into it
              .exceptionallyCompose(
                  failure -> {
                    ended.incrementAndGet();
                    return http.sendAsync(request(shot, token), BodyHandlers.ofByteArray());
                  });
      var unused =
          sent.whenComplete(
              (answer, failure) -> {
                try {
                  if (failure != null) {
                    wrong.add(failure + " for " + describe(shot));
                  } else {
                    check(shot, answer, fuzz);
                    synchronized (statuses) {
                      statuses.merge(answer.statusCode(), 1, Integer::sum);
                      if (answer.statusCode() < 300) {
                        reached.add(shot.route());
                      }
                    }
                  }
                } catch (RuntimeException e) {
                  wrong.add(e + " for " + describe(shot));
                } finally {
                  room.release();
                }
              });
    }
    room.acquire(AT_A_TIME);
    System.out.println(
        "fuzz: seed %d, %d requests, answers %s, %d of %d routes reached, %d sent again"
            .formatted(
                seed, requests, statuses, reached.size(), fuzz.routes().size(), ended.get()));
    assertThat(ended.get()).as("connections that ended").isLessThan(1 + requests / 1000);
    assertThat(wrong).as("seed " + seed).isEmpty();
  }

  @Test
  void whatIsNotHttpIsRefusedToo() throws Exception {
    List<String> requests =
        List.of(
            "GET /api/v1/queue HTTP/1.1\r\n\r\n",
            "GET /api/v1/queue\u0000 HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /api/v1/tasks/%00 HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /api/v1/tasks/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /api/v1/queue HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(20_000) + "\r\n\r\n",
            "POST /api/v1/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            "POST /api/v1/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
            "NONSENSE\r\n\r\n");
    for (String request : requests) {
      String answer = raw(request);
      String what = request.substring(0, Math.min(60, request.length()));
      assertThat(answer).as(what).startsWith("HTTP/1.1 4");
      assertThat(answer).as(what).contains("application/problem+json", "\"code\":");
    }
  }

  private static String raw(String request) throws Exception {
    URI root = server.root("/");
    try (Socket socket = new Socket(root.getHost(), root.getPort())) {
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static HttpRequest request(Fuzz.Shot shot, String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.api(shot.address()))
            .timeout(Duration.ofMinutes(2))
            .header("Authorization", "Bearer " + token)
            .header("Accept", shot.accept())
            .method(shot.route().method(), BodyPublishers.ofByteArray(shot.body()));
    if (!shot.contentType().isEmpty()) {
      request.header("Content-Type", shot.contentType());
    }
    if (!shot.key().isEmpty()) {
      request.header("Idempotency-Key", shot.key());
    }
    return request.build();
  }

  private void check(Fuzz.Shot shot, HttpResponse<byte[]> answer, Fuzz fuzz) {
    int status = answer.statusCode();
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    if (status < 300) {
      if (text.startsWith("{\"id\":\"") && text.length() > 20) {
        fuzz.know(text.substring(7, text.indexOf('"', 7)));
      }
      String path = shot.address().replaceFirst("\\?.*", "");
      String type = answer.headers().firstValue("Content-Type").orElse("");
      List<String> faults = server.check().faults(shot.route().method(), path, status, type, text);
      if (!faults.isEmpty()) {
        wrong.add(faults + " in " + text + " for " + describe(shot));
      }
      return;
    }
    JsonNode problem = parsed(text);
    boolean isProblem =
        answer.headers().firstValue("Content-Type").orElse("").equals("application/problem+json")
            && problem.path("status").asInt() == status
            && codes().contains(problem.path("code").asText());
    boolean namesField =
        !problem.path("code").asText().equals("invalid-field") || problem.has("field");
    boolean absent = status == 503 && answer.headers().firstValue("Retry-After").isPresent();
    if (!isProblem || !namesField || (status >= 500 && !absent)) {
      wrong.add(status + " " + text + " for " + describe(shot));
    }
  }

  private static JsonNode parsed(String text) {
    try {
      return io.gaia.schemas.json.EventCodec.mapper().readTree(text);
    } catch (java.io.IOException e) {
      return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }
  }

  private static Set<String> codes() {
    Set<String> codes = new HashSet<>();
    api.at("/components/schemas/Problem/properties/code/enum").forEach(c -> codes.add(c.asText()));
    return codes;
  }

  private static String describe(Fuzz.Shot shot) {
    String body = new String(shot.body(), StandardCharsets.UTF_8);
    String address =
        shot.address().length() > 200 ? shot.address().substring(0, 200) : shot.address();
    return "%s %s (%s) %s"
        .formatted(
            shot.route().method(),
            address,
            shot.contentType(),
            body.length() > 500 ? body.substring(0, 500) : body);
  }
}
