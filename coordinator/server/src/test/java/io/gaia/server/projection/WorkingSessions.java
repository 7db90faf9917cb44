package io.gaia.server.projection;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.server.testkit.RunningServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Sessions that enqueue, claim and complete, lock and learn over HTTP, until closed. */
final class WorkingSessions implements AutoCloseable {
  /** What a client waits for an answer; longer is a failure. */
  private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(20);

  private static final long ROUND_MS = 250;

  private final RunningServer server;
  private final String token;
  private final ScheduledExecutorService threads;
  private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
  private final AtomicLong completed = new AtomicLong();
  private final AtomicLong slowestMillis = new AtomicLong();

  private WorkingSessions(RunningServer server, int count) {
    this.server = server;
    token = server.token("agent-1", "agent", "admin");
    threads = Executors.newScheduledThreadPool(count);
  }

  static WorkingSessions start(RunningServer server, int count) {
    WorkingSessions sessions = new WorkingSessions(server, count);
    for (int i = 0; i < count; i++) {
      int number = i;
      sessions.send(
          "POST",
          "/lessons",
          "{\"id\":\"lesson-%d\",\"title\":\"Lesson %d\",\"priority\":%d}".formatted(i, i, i));
      String id = sessions.register("worker-" + i).path("id").asText();
      int[] round = {0};
      var unused =
          sessions.threads.scheduleAtFixedRate(
              () -> sessions.work(id, number, round[0]++), 0, ROUND_MS, TimeUnit.MILLISECONDS);
    }
    return sessions;
  }

  private JsonNode register(String name) {
    return send(
        "POST",
        "/sessions",
        ("{\"name\":\"%s\",\"tier\":\"worker\",\"provider\":\"claude\",\"capabilities\":[\"java\"],"
                + "\"max_concurrent_tasks\":3,\"metadata\":{\"of\":\"%s\"}}")
            .formatted(name, name));
  }

  // whatever is thrown would end the schedule in silence
  @SuppressWarnings("CatchAndPrintStackTrace")
  private void work(String session, int number, int round) {
    try {
      send(
          "POST",
          "/tasks",
          "{\"task_type\":\"build\",\"payload\":{\"n\":%d,\"half\":0.50},\"lesson_id\":\"lesson-%d\"}"
              .formatted(round, number));
      for (JsonNode task :
          send("POST", "/sessions/" + session + "/claims", "{\"max\":1}").path("tasks")) {
        finish(session, task, round);
      }
      switch (round % 20) {
        case 0 -> send("POST", "/sessions/" + session + "/heartbeat", "{}");
        case 1 ->
            send(
                "PUT",
                "/sessions/" + session + "/affinities/lesson-" + round / 20 % 8,
                ("{\"score\":%d,\"time_window\":{\"start\":\"09:00\",\"end\":\"17:30\","
                        + "\"time_zone\":\"Europe/Berlin\"}}")
                    .formatted(round % 101));
        case 2 -> lock(session, number, round / 20);
        case 3 ->
            send(
                "PATCH",
                "/lessons/lesson-" + number,
                "{\"title\":\"Lesson %d, %d\"}".formatted(number, round));
        default -> {}
      }
    } catch (RuntimeException e) {
      failures.add(e.toString());
    }
  }

  private void finish(String session, JsonNode task, int round) {
    String path = "/tasks/" + task.path("id").asText();
    String claim =
        "\"session_id\":\"%s\",\"fence\":%d".formatted(session, task.path("fence").asLong());
    if (round % 10 == 9) {
      send("POST", path + "/fail", "{%s,\"reason\":\"it broke\"}".formatted(claim));
    } else {
      send("POST", path + "/complete", "{%s,\"result\":{\"n\":[1,2.5]}}".formatted(claim));
      completed.incrementAndGet();
    }
  }

  /** The first one is kept, the others are given up. */
  private void lock(String session, int number, int turn) {
    String key = "lock-%d-%d".formatted(number, turn % 3);
    JsonNode lock =
        send(
            "PUT",
            "/locks/" + key,
            "{\"session_id\":\"%s\",\"ttl_seconds\":3600}".formatted(session));
    if (turn % 3 > 0) {
      send(
          "DELETE",
          "/locks/%s?session_id=%s&fence=%d".formatted(key, session, lock.path("fence").asLong()),
          "");
    }
  }

  private JsonNode send(String method, String path, String json) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.api(path))
            .timeout(HTTP_TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .method(
                method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
    if (!json.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    long start = System.nanoTime();
    HttpResponse<String> response = server.send(request);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    slowestMillis.accumulateAndGet(millis, Math::max);
    if (response.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          method + " " + path + ": " + response.statusCode() + " " + response.body());
    }
    return response.body().isEmpty()
        ? com.fasterxml.jackson.databind.node.MissingNode.getInstance()
        : RunningServer.json(response);
  }

  /** The first request that was refused, or not answered in time, if one is within that time. */
  Optional<String> failedWithin(long time, TimeUnit unit) throws InterruptedException {
    return Optional.ofNullable(failures.poll(time, unit));
  }

  long completed() {
    return completed.get();
  }

  long slowestMillis() {
    return slowestMillis.get();
  }

  @Override
  public void close() {
    threads.shutdown();
    await().atMost(HTTP_TIMEOUT.multipliedBy(4)).until(threads::isTerminated);
  }
}
