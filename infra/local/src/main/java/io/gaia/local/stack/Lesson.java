package io.gaia.local.stack;

import java.nio.file.Path;
import java.util.Optional;

/** Where the student events of a stack come from. */
public sealed interface Lesson {

  /** Nobody learns until someone sends events. */
  record None() implements Lesson {}

  /** The simulated school. */
  record Simulated() implements Lesson {}

  /**
   * Real logs, replayed.
   *
   * @param format absent: told by how the file begins
   */
  record Recorded(Path file, Optional<String> format) implements Lesson {}
}
