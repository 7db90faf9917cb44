package io.gaia.core.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A task as it was asked for.
 *
 * @param payload JSON text, at most 64 KiB in UTF-8; the caller writes equal JSON as equal text
 * @param priority 0..9, 9 is first; the lesson's if absent
 * @param targetSessionId the only session that may take it
 * @param dependsOn tasks that must complete first; they exist already, so there are no cycles
 * @param runAtMs not before that state time
 * @param maxRetries 3 means four attempts; the setting if absent
 */
public record TaskSpec(
    String taskType,
    String payload,
    Optional<String> idempotencyKey,
    OptionalInt priority,
    Optional<String> lessonId,
    Optional<String> targetSessionId,
    Requires requires,
    List<String> dependsOn,
    OptionalLong runAtMs,
    OptionalInt maxRetries) {
  public TaskSpec {
    dependsOn = List.copyOf(dependsOn);
  }

  TaskSpec withPayload(String other) {
    return new TaskSpec(
        taskType,
        other,
        idempotencyKey,
        priority,
        lessonId,
        targetSessionId,
        requires,
        dependsOn,
        runAtMs,
        maxRetries);
  }
}
