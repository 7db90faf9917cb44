package io.gaia.local.process;

/** Tells whoever waits what is going on. Called from many threads. */
public interface Progress {

  Progress SILENT = line -> {};

  /** One line, as a person reads it. */
  void say(String line);

  /** That {@code what} has reached {@code state}, and how long it took. */
  default void done(String what, String state, long millis) {
    String dots = ".".repeat(Math.max(3, 34 - what.length()));
    say("%s %s %s %.1f s".formatted(what, dots, state, millis / 1000.0));
  }
}
