package io.gaia.client.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A task as it is asked for.
 *
 * @param payload JSON, at most 64 KiB
 * @param idempotencyKey the same key and body is the same task, however often it is enqueued
 * @param priority 0 to 9, 9 first; absent: the lesson's
 * @param targetSessionId only this session may take it
 * @param requires what a session must be to take it
 * @param dependsOn tasks that must complete before
 * @param runAt not before
 * @param maxRetries 0 to 100; absent: the coordinator's setting
 */
public record TaskSpec(
    String taskType,
    JsonNode payload,
    Optional<String> idempotencyKey,
    Optional<Integer> priority,
    Optional<String> lessonId,
    Optional<String> targetSessionId,
    Optional<Requires> requires,
    List<String> dependsOn,
    Optional<Instant> runAt,
    Optional<Integer> maxRetries) {

  /** What a session must be. */
  public record Requires(
      Optional<String> tier, Optional<String> provider, List<String> capabilities) {}

  public TaskSpec {
    dependsOn = List.copyOf(dependsOn);
  }

  public static TaskSpec of(String taskType, JsonNode payload) {
    return new TaskSpec(
        taskType,
        payload,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  public TaskSpec withKey(String key) {
    return new TaskSpec(
        taskType,
        payload,
        Optional.of(key),
        priority,
        lessonId,
        targetSessionId,
        requires,
        dependsOn,
        runAt,
        maxRetries);
  }

  public TaskSpec withPriority(int newPriority) {
    return new TaskSpec(
        taskType,
        payload,
        idempotencyKey,
        Optional.of(newPriority),
        lessonId,
        targetSessionId,
        requires,
        dependsOn,
        runAt,
        maxRetries);
  }

  public TaskSpec in(String lesson) {
    return new TaskSpec(
        taskType,
        payload,
        idempotencyKey,
        priority,
        Optional.of(lesson),
        targetSessionId,
        requires,
        dependsOn,
        runAt,
        maxRetries);
  }

  public TaskSpec after(List<String> taskIds) {
    return new TaskSpec(
        taskType,
        payload,
        idempotencyKey,
        priority,
        lessonId,
        targetSessionId,
        requires,
        taskIds,
        runAt,
        maxRetries);
  }
}
