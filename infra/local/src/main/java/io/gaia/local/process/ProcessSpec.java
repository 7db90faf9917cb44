package io.gaia.local.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A process to keep running.
 *
 * @param name unique in the stack; also names its log
 * @param environment added to the supervisor's own
 * @param directory where it runs; made when missing
 * @param readiness says when it serves
 * @param startTimeout how long it may take to serve; after that it is killed and tried again
 * @param stop how it is asked to end, before it is made to
 */
public record ProcessSpec(
    String name,
    List<String> command,
    Map<String, String> environment,
    Path directory,
    Readiness readiness,
    Duration startTimeout,
    Stop stop,
    Restart restart) {

  /** Asked again and again until true; an exception means not yet. */
  @FunctionalInterface
  public interface Readiness {
    Readiness AT_ONCE = () -> true;

    boolean isReady() throws Exception;
  }

  /** The signal that asks for an orderly end. */
  public enum Stop {
    TERM,
    INT
  }

  /** What an end of its own accord leads to. */
  public enum Restart {
    ALWAYS,
    /** An exit with 0 means that its work is done. */
    UNLESS_DONE
  }

  public ProcessSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
