package io.gaia.core.command;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How far a claimed task is; what is absent stays as it was.
 *
 * @param percent 0..100
 * @param checkpoint JSON text, at most 64 KiB
 */
public record ProgressReport(
    String taskId,
    long fence,
    OptionalInt percent,
    Optional<String> note,
    Optional<String> checkpoint) {}
