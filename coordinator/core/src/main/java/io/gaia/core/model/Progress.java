package io.gaia.core.model;

import java.util.Optional;

/**
 * How far a task is, as its session says.
 *
 * @param percent 0..100
 * @param checkpoint JSON text, at most 64 KiB; handed to the next attempt
 */
public record Progress(int percent, Optional<String> note, Optional<String> checkpoint) {
  public static final Progress NONE = new Progress(0, Optional.empty(), Optional.empty());
}
