package io.gaia.client.coordination;

import static io.gaia.client.http.ApiPath.path;
import static io.gaia.client.http.ApiPath.with;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.client.http.JsonHttp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The calls about tasks. What is said under a stale fence changes nothing and is refused with
 * {@code stale-fence}; the same outcome said twice gets the same answer.
 */
public final class Tasks {

  private final JsonHttp http;

  Tasks(JsonHttp http) {
    this.http = http;
  }

  /** The new task, or the one that the idempotency key has made before. */
  public Task enqueue(TaskSpec spec) {
    return task(http.post(path("tasks"), Optional.of(Wire.write(spec))));
  }

  /**
   * @param specs 1 to 1,000, together at most 4 MiB
   */
  public BatchOutcome enqueueAll(List<TaskSpec> specs) {
    ObjectNode body = Wire.object();
    ArrayNode tasks = body.putArray("tasks");
    specs.forEach(spec -> tasks.add(Wire.write(spec)));
    return Wire.read(http.post(path("tasks"), Optional.of(body)), BatchOutcome.class);
  }

  public Task get(String id) {
    return task(http.get(path("tasks", id)));
  }

  public Page<Task> list(TaskFilter filter) {
    String query = with(path("tasks"), "status", filter.status().map(TaskStatus::wireName));
    query = with(query, "lesson_id", filter.lessonId());
    query = with(query, "session_id", filter.sessionId());
    query = with(query, "limit", Optional.of(filter.limit()));
    return Wire.page(http.get(with(query, "cursor", filter.cursor())), Task.class);
  }

  /** Work on the claim has begun. */
  public Task start(Claim claim) {
    return report(claim, "start", body(claim));
  }

  public Task complete(Claim claim, Optional<JsonNode> result) {
    ObjectNode body = body(claim);
    result.ifPresent(json -> body.set("result", json));
    return outcome(claim, "complete", body);
  }

  /**
   * @param reason at most 4 KiB
   * @param retryable false: no attempts are left
   */
  public Task fail(Claim claim, String reason, boolean retryable) {
    return outcome(claim, "fail", body(claim).put("reason", reason).put("retryable", retryable));
  }

  /**
   * Makes the claim end later.
   *
   * @param time from now; absent: the coordinator's claim timeout
   */
  public Task extend(Claim claim, Optional<Duration> time) {
    ObjectNode body = body(claim);
    time.ifPresent(length -> body.put("seconds", length.toMillis() / 1000.0));
    return report(claim, "extend", body);
  }

  /**
   * Gives the task back without spending an attempt.
   *
   * @param runAt not again before; absent: at once
   */
  public Task release(Claim claim, Optional<Instant> runAt) {
    ObjectNode body = body(claim);
    runAt.ifPresent(time -> body.put("run_at", time.toString()));
    return outcome(claim, "release", body);
  }

  /** Ends a waiting task; asks the session of a running one to stop. */
  public Task cancel(String id, String reason) {
    ObjectNode body = Wire.object().put("reason", reason);
    return task(http.post(path("tasks", id, "cancel"), Optional.of(body)));
  }

  /** Replays a failed or cancelled one with fresh attempts. */
  public Task retry(String id) {
    return task(http.post(path("tasks", id, "retry"), Optional.empty()));
  }

  /**
   * Replays the dead letters that match.
   *
   * @param limit at most so many, 1 to 1,000
   */
  public BatchOutcome retryAll(Optional<String> lessonId, Optional<String> taskType, int limit) {
    ObjectNode body = Wire.object().put("limit", limit);
    lessonId.ifPresent(lesson -> body.put("lesson_id", lesson));
    taskType.ifPresent(type -> body.put("task_type", type));
    return Wire.read(http.post(path("tasks", "retry"), Optional.of(body)), BatchOutcome.class);
  }

  /** Gives a waiting task to a session that did not ask. */
  public Task assign(String id, String sessionId) {
    ObjectNode body = Wire.object().put("session_id", sessionId);
    return task(http.post(path("tasks", id, "assign"), Optional.of(body)));
  }

  private Task report(Claim claim, String verb, ObjectNode body) {
    return task(http.post(path("tasks", claim.taskId(), verb), Optional.of(body)));
  }

  /** An outcome has one request id however often it is reported: it is said once for a claim. */
  private Task outcome(Claim claim, String verb, ObjectNode body) {
    String path = path("tasks", claim.taskId(), verb);
    byte[] change = (path + body).getBytes(StandardCharsets.UTF_8);
    return task(http.post(path, Optional.of(body), UUID.nameUUIDFromBytes(change).toString()));
  }

  private static ObjectNode body(Claim claim) {
    return Wire.object().put("session_id", claim.sessionId()).put("fence", claim.fence());
  }

  private static Task task(JsonNode answer) {
    return Wire.read(answer, Task.class);
  }
}
