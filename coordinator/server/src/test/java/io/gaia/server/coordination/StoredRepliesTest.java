package io.gaia.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.server.coordination.Coordinator.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same request under the same key is answered alike, whatever has happened since. */
class StoredRepliesTest {
  private static final String PATIENT = "{\"wait_seconds\":25}";

  @TempDir Path directory;

  /** A request that was answered, to be sent again. */
  private record Asked(String method, String path, String json, String key, Answer answer) {
    /** 4.1: the same request, done already, is 200 where the first was 201. */
    void sameAgain(Coordinator gaia) {
      Answer again = gaia.send(method, path, json, gaia.admin(), Optional.of(key));
      assertThat(again.status()).as("%s %s", method, path).isIn(answer.status(), 200);
      assertThat(again.body()).as("%s %s", method, path).isEqualTo(answer.body());
    }
  }

  private final List<Asked> asked = new ArrayList<>();
  private int keys;

  @Test
  void aRetryGetsTheFirstAnswerAlsoAfterTheWorldMovedOnAndTheNodeStartedAnew() {
    try (Coordinator gaia = Coordinator.start(directory, Map.of("SESSION_LEASE_TIMEOUT", "10m"))) {
      liveThrough(gaia);
      asked.forEach(one -> one.sameAgain(gaia));
      JsonNode lock = gaia.get("/locks/moving").body();
      assertThat(lock.get("fence").asLong()).isGreaterThan(asked("PUT", "/locks/moving"));
    }
    try (Coordinator gaia = Coordinator.start(directory, Map.of("SESSION_LEASE_TIMEOUT", "10m"))) {
      asked.forEach(one -> one.sameAgain(gaia));
    }
    try (Coordinator gaia = Coordinator.start(directory, Map.of("SESSION_LEASE_TIMEOUT", "10m"))) {
      gaia.postAsAdmin("/cluster/snapshot", "").is(200);
    }
    // from the snapshot alone
    try (Coordinator gaia = Coordinator.start(directory, Map.of("SESSION_LEASE_TIMEOUT", "10m"))) {
      asked.forEach(one -> one.sameAgain(gaia));
    }
  }

  @Test
  void whoWaitsGetsUnderItsKeyWhatItFoundInTheEnd() throws Exception {
    try (Coordinator gaia = Coordinator.start(directory, Map.of("SESSION_LEASE_TIMEOUT", "10m"))) {
      gaia.awaitNewestFormat();
      String session = gaia.register("patient");
      String path = "/sessions/" + session + "/claims";
      CompletableFuture<Answer> waiting =
          CompletableFuture.supplyAsync(() -> gaia.postWithKey(path, PATIENT, "patience"));
      await().until(() -> gaia.get("/queue").number("waiting_claims") == 1);
      String task = gaia.enqueue("at last");
      assertThat(waiting.get(1, TimeUnit.MINUTES).text("tasks.0.id")).isEqualTo(task);
      assertThat(gaia.postWithKey(path, PATIENT, "patience").body())
          .isEqualTo(waiting.join().body());
    }
  }

  @Test
  void whoseKeyWasAnsweredMeanwhileHoldsUpNobody() throws Exception {
    try (Coordinator gaia = Coordinator.start(directory, Map.of("SESSION_LEASE_TIMEOUT", "10m"))) {
      gaia.awaitNewestFormat();
      String first = "/sessions/" + gaia.register("first") + "/claims";
      String second = "/sessions/" + gaia.register("second") + "/claims";
      CompletableFuture<Answer> settled =
          CompletableFuture.supplyAsync(() -> gaia.postWithKey(first, PATIENT, "same"));
      await().until(() -> gaia.get("/queue").number("waiting_claims") == 1);
      assertThat(gaia.postWithKey(first, "{\"wait_seconds\":0.05}", "same").body().at("/tasks"))
          .isEmpty();
      CompletableFuture<Answer> next =
          CompletableFuture.supplyAsync(() -> gaia.postWithKey(second, PATIENT, "next"));
      await().until(() -> gaia.get("/queue").number("waiting_claims") == 2);
      String task = gaia.enqueue("for the second in line");
      assertThat(settled.get(1, TimeUnit.MINUTES).is(200).body().at("/tasks")).isEmpty();
      assertThat(next.get(1, TimeUnit.MINUTES).text("tasks.0.id")).isEqualTo(task);
    }
  }

  private long asked(String method, String path) {
    return asked.stream()
        .filter(one -> one.method().equals(method) && one.path().equals(path))
        .findFirst()
        .orElseThrow()
        .answer()
        .number("fence");
  }

  private void liveThrough(Coordinator gaia) {
    String first = register(gaia, "first").text("id");
    String second = register(gaia, "second").text("id");
    lessonsAndTasks(gaia, first);
    locks(gaia, first, second);
    ask(gaia, "POST", "/queue/pause", "", false);
    gaia.postAsAdmin("/queue/resume", "").is(200);
    ask(gaia, "POST", "/sessions/" + second + "/pause", "", true);
    ask(gaia, "POST", "/sessions/" + second + "/resume", "", true);
    ask(gaia, "POST", "/sessions/" + second + "/drain", "", true);
    ask(gaia, "POST", "/sessions/" + second + "/fail", "{\"reason\":\"test\"}", true);
    register(gaia, "second");
    ask(gaia, "DELETE", "/sessions/" + second, "", true);
  }

  private void lessonsAndTasks(Coordinator gaia, String session) {
    ask(gaia, "POST", "/lessons", "{\"id\":\"algebra\",\"priority\":2}", true);
    ask(gaia, "PATCH", "/lessons/algebra", "{\"title\":\"Algebra\"}", true);
    ask(gaia, "PUT", "/sessions/" + session + "/affinities/algebra", "{\"score\":50}", true);
    ask(gaia, "DELETE", "/sessions/" + session + "/affinities/algebra", "", true);
    String task = "{\"task_type\":\"t\",\"payload\":{\"n\":1},\"lesson_id\":\"algebra\"}";
    String id = ask(gaia, "POST", "/tasks", task, true).text("id");
    Answer claimed = ask(gaia, "POST", "/sessions/" + session + "/claims", "{}", true);
    assertThat(claimed.text("tasks.0.id")).isEqualTo(id);
    String held =
        "{\"session_id\":\"%s\",\"fence\":%d".formatted(session, claimed.number("tasks.0.fence"));
    ask(gaia, "POST", "/tasks/" + id + "/start", held + "}", true);
    ask(gaia, "POST", "/tasks/" + id + "/extend", held + ",\"seconds\":100}", true);
    ask(gaia, "POST", "/tasks/" + id + "/release", held + "}", true);
    ask(gaia, "POST", "/tasks/" + id + "/assign", "{\"session_id\":\"" + session + "\"}", true);
    String again =
        "{\"session_id\":\"%s\",\"fence\":%d"
            .formatted(session, gaia.get("/tasks/" + id).number("fence"));
    ask(
        gaia,
        "POST",
        "/tasks/" + id + "/fail",
        again + ",\"reason\":\"no\",\"retryable\":false}",
        true);
    ask(gaia, "POST", "/tasks/retry", "{}", true);
    ask(gaia, "POST", "/tasks/" + id + "/cancel", "{}", true);
    ask(gaia, "POST", "/tasks/" + id + "/retry", "", true);
    ask(gaia, "POST", "/tasks", "{\"tasks\":[" + task + "," + task + "]}", true);
    Answer last = gaia.postAsAdmin("/sessions/" + session + "/claims", "{}").is(200);
    String complete =
        "{\"session_id\":\"%s\",\"fence\":%d,\"result\":{\"ok\":true}}"
            .formatted(session, last.number("tasks.0.fence"));
    ask(gaia, "POST", "/tasks/" + last.text("tasks.0.id") + "/complete", complete, true);
    Answer more = gaia.postAsAdmin("/sessions/" + session + "/claims", "{}").is(200);
    String item =
        "{\"items\":[{\"task_id\":\"%s\",\"session_id\":\"%s\",\"fence\":%d}]}"
            .formatted(more.text("tasks.0.id"), session, more.number("tasks.0.fence"));
    ask(gaia, "POST", "/tasks/complete", item, true);
  }

  private void locks(Coordinator gaia, String first, String second) {
    String lock = "{\"session_id\":\"%s\",\"ttl_seconds\":600,\"wait_seconds\":%d}";
    long fence = ask(gaia, "PUT", "/locks/moving", lock.formatted(first, 0), true).number("fence");
    ask(
        gaia,
        "POST",
        "/locks/moving/renew",
        "{\"session_id\":\"%s\",\"fence\":%d}".formatted(first, fence),
        true);
    ask(gaia, "DELETE", "/locks/moving?session_id=" + first + "&fence=" + fence, "", true);
    ask(gaia, "PUT", "/locks/moving", lock.formatted(second, 10), true).is(201);
  }

  private Answer register(Coordinator gaia, String name) {
    return ask(
        gaia,
        "POST",
        "/sessions",
        "{\"name\":\"%s\",\"tier\":\"worker\",\"provider\":\"claude\"}".formatted(name),
        true);
  }

  /**
   * @param whole false where the answer holds measurements, which are taken when it is given
   */
  private Answer ask(Coordinator gaia, String method, String path, String json, boolean whole) {
    String key = "key-" + keys++;
    Answer answer = gaia.send(method, path, json, gaia.admin(), Optional.of(key));
    assertThat(answer.status()).as("%s %s: %s", method, path, answer.body()).isBetween(200, 204);
    if (whole) {
      asked.add(new Asked(method, path, json, key, answer));
    }
    return answer;
  }
}
