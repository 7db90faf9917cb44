package io.gaia.e2e.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gaia.client.auth.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Stops the leader ({@code SIGSTOP}), lets another take over what its session held, sends requests
 * to the stopped one, and wakes it: what it does first is to serve them.
 */
final class StoppedLeader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final CoordinatorGroup group;
  private final String token;

  StoppedLeader(CoordinatorGroup group) {
    this.group = group;
    token = group.token(Role.ADMIN, "stopper");
  }

  private record Answer(int status, JsonNode body) {}

  void wakesUpAndDoesNoHarm(int number) throws IOException, InterruptedException {
    int leader = group.awaitLeader(List.of());
    URI old = group.node(leader).api();
    String name = "sleeper-" + number + "-" + UUID.randomUUID();
    String session = done(send(old, "POST", "/sessions", session(name, false))).get("id").asText();
    done(send(old, "POST", "/lessons", "{\"id\":\"%s\",\"title\":\"t\"}".formatted(name)));
    String task =
        done(send(
                old,
                "POST",
                "/tasks",
                "{\"task_type\":\"t\",\"payload\":{},\"lesson_id\":\"%s\",\"target_session_id\":\"%s\"}"
                    .formatted(name, session)))
            .get("id")
            .asText();
    long fence = claim(old, session, name);
    String lock = "lock-of-" + name;
    String take = "{\"session_id\":\"%s\",\"ttl_seconds\":1,\"wait_seconds\":20}";
    long lockFence =
        done(send(old, "PUT", "/locks/" + lock, take.formatted(session))).get("fence").asLong();

    group.node(leader).freeze();
    try {
      // over there it is another's: by takeover the task, by its end the lock
      URI there = group.node(group.awaitLeader(List.of(leader))).api();
      done(send(there, "POST", "/sessions", session(name, true)));
      String other =
          done(send(there, "POST", "/sessions", session(name + "-other", false)))
              .get("id")
              .asText();
      long newFence = claim(there, session, name);
      String keep = "{\"session_id\":\"%s\",\"ttl_seconds\":600,\"wait_seconds\":20}";
      long newLockFence =
          done(send(there, "PUT", "/locks/" + lock, keep.formatted(other))).get("fence").asLong();
      assertThat(newFence).isGreaterThan(fence);
      assertThat(newLockFence).isGreaterThan(lockFence);

      long unread = group.node(leader).unreadRequests();
      CompletableFuture<Answer> completed =
          later(
              old,
              "POST",
              "/tasks/" + task + "/complete",
              "{\"session_id\":\"%s\",\"fence\":%d}".formatted(session, fence));
      CompletableFuture<Answer> renewed =
          later(
              old,
              "POST",
              "/locks/" + lock + "/renew",
              "{\"session_id\":\"%s\",\"fence\":%d}".formatted(session, lockFence));
      CompletableFuture<Answer> seenTask = later(old, "GET", "/tasks/" + task, "");
      CompletableFuture<Answer> seenLock = later(old, "GET", "/locks/" + lock, "");
      // those of the load may stand there, too
      await("four more requests stand before it")
          .atMost(PATIENCE)
          .until(() -> group.node(leader).unreadRequests() >= unread + 4);
      group.node(leader).thaw();

      assertStale(completed.join());
      assertStale(renewed.join());
      assertThat(done(seenTask.join()).get("fence").asLong()).isEqualTo(newFence);
      assertThat(done(seenLock.join()).get("fence").asLong()).isEqualTo(newLockFence);
      done(
          send(
              old,
              "POST",
              "/tasks/" + task + "/complete",
              "{\"session_id\":\"%s\",\"fence\":%d}".formatted(session, newFence)));
      done(send(old, "DELETE", "/sessions/" + session, ""));
      done(send(old, "DELETE", "/sessions/" + other, ""));
    } finally {
      group.node(leader).thaw();
    }
    group.awaitCaughtUp(leader);
  }

  /**
   * What was on its way to a leader that cannot answer any more is brought to the next one, also
   * when nobody else asks for anything.
   *
   * @return the id of a session that came and left meanwhile
   */
  String aLoneRequestFindsTheNextLeader() throws IOException, InterruptedException {
    int leader = group.awaitLeader(List.of());
    URI beside = group.node((leader + 1) % CoordinatorGroup.SIZE).api();
    group.node(leader).freeze();
    String session;
    try {
      String name = "loner-" + UUID.randomUUID();
      session = done(send(beside, "POST", "/sessions", session(name, false))).get("id").asText();
      done(send(beside, "DELETE", "/sessions/" + session, ""));
    } finally {
      group.node(leader).thaw();
    }
    group.awaitCaughtUp(leader);
    return session;
  }

  private static String session(String name, boolean takeover) {
    return "{\"name\":\"%s\",\"tier\":\"worker\",\"provider\":\"claude\",\"takeover\":%b}"
        .formatted(name, takeover);
  }

  private long claim(URI api, String session, String lesson) {
    JsonNode claimed =
        done(
            send(
                api,
                "POST",
                "/sessions/" + session + "/claims",
                "{\"max\":1,\"wait_seconds\":20,\"lesson_id\":\"%s\"}".formatted(lesson)));
    return claimed.get("tasks").get(0).get("fence").asLong();
  }

  private static void assertStale(Answer answer) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(409);
    assertThat(answer.body().get("code").asText()).as("%s", answer).isEqualTo("stale-fence");
  }

  private static JsonNode done(Answer answer) {
    assertThat(answer.status()).as("%s", answer).isLessThan(300);
    return answer.body();
  }

  private Answer send(URI api, String method, String path, String json) {
    return later(api, method, path, json).join();
  }

  private CompletableFuture<Answer> later(URI api, String method, String path, String json) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api + path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .method(
                method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
        .thenApply(
            response -> {
              try {
                return new Answer(response.statusCode(), JSON.readTree(response.body()));
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
  }
}
