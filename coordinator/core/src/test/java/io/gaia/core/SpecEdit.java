package io.gaia.core;

import io.gaia.core.model.Requires;
import io.gaia.core.model.TaskSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A task's wishes, one at a time. */
final class SpecEdit {
  private TaskSpec spec;

  SpecEdit(TaskSpec spec) {
    this.spec = spec;
  }

  TaskSpec done() {
    return spec;
  }

  SpecEdit payload(String json) {
    return with(json, spec.idempotencyKey(), spec.priority(), spec.lessonId());
  }

  SpecEdit key(String key) {
    return with(spec.payload(), Optional.of(key), spec.priority(), spec.lessonId());
  }

  SpecEdit priority(int priority) {
    return with(spec.payload(), spec.idempotencyKey(), OptionalInt.of(priority), spec.lessonId());
  }

  SpecEdit lesson(String id) {
    return with(spec.payload(), spec.idempotencyKey(), spec.priority(), Optional.of(id));
  }

  SpecEdit requires(Requires requires) {
    return with(
        spec.targetSessionId(), requires, spec.dependsOn(), spec.runAtMs(), spec.maxRetries());
  }

  SpecEdit target(String session) {
    return with(
        Optional.of(session), spec.requires(), spec.dependsOn(), spec.runAtMs(), spec.maxRetries());
  }

  SpecEdit after(String... tasks) {
    return with(
        spec.targetSessionId(), spec.requires(), List.of(tasks), spec.runAtMs(), spec.maxRetries());
  }

  SpecEdit runAt(long atMs) {
    return with(
        spec.targetSessionId(),
        spec.requires(),
        spec.dependsOn(),
        OptionalLong.of(atMs),
        spec.maxRetries());
  }

  SpecEdit maxRetries(int retries) {
    return with(
        spec.targetSessionId(),
        spec.requires(),
        spec.dependsOn(),
        spec.runAtMs(),
        OptionalInt.of(retries));
  }

  private SpecEdit with(
      String payload, Optional<String> key, OptionalInt priority, Optional<String> lesson) {
    spec =
        new TaskSpec(
            spec.taskType(),
            payload,
            key,
            priority,
            lesson,
            spec.targetSessionId(),
            spec.requires(),
            spec.dependsOn(),
            spec.runAtMs(),
            spec.maxRetries());
    return this;
  }

  private SpecEdit with(
      Optional<String> target,
      Requires requires,
      List<String> dependsOn,
      OptionalLong runAtMs,
      OptionalInt maxRetries) {
    spec =
        new TaskSpec(
            spec.taskType(),
            spec.payload(),
            spec.idempotencyKey(),
            spec.priority(),
            spec.lessonId(),
            target,
            requires,
            dependsOn,
            runAtMs,
            maxRetries);
    return this;
  }
}
