package io.gaia.core.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

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
  private static final List<OptionalInt> SMALL =
      IntStream.range(0, 10).mapToObj(OptionalInt::of).toList();

  /** A million waiting tasks name a few types, lessons and priorities: they share them. */
  public TaskSpec {
    taskType = taskType.intern();
    priority = shared(priority);
    lessonId = lessonId.map(String::intern);
    dependsOn = List.copyOf(dependsOn);
    maxRetries = shared(maxRetries);
  }

  private static OptionalInt shared(OptionalInt number) {
    int value = number.orElse(-1);
    return value >= 0 && value < SMALL.size() ? SMALL.get(value) : number;
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
