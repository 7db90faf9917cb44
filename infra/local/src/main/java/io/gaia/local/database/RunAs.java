package io.gaia.local.database;

import io.gaia.local.process.StackStartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs commands as the user that PostgreSQL may run as: it refuses to run as root. */
final class RunAs {

  private static final String NOBODY = "65534";
  private static final List<String> BECOME_NOBODY =
      List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");

  private final boolean root;

  private RunAs(boolean root) {
    this.root = root;
  }

  static RunAs unprivileged() {
    return new RunAs("root".equals(System.getProperty("user.name")));
  }

  /** {@code command}, made to run as that user. */
  List<String> command(List<String> command) {
    List<String> whole = new ArrayList<>(root ? BECOME_NOBODY : List.of());
    whole.addAll(command);
    return whole;
  }

  /** True when that user can pass through {@code directory}. */
  boolean canEnter(Path directory) {
    if (!root) {
      return true;
    }
    try {
      run(List.of("test", "-x", directory.toString()), Map.of());
      return true;
    } catch (StackStartException e) {
      return false;
    }
  }

  void give(Path path) {
    if (root) {
      execute("chown", List.of("chown", NOBODY + ":" + NOBODY, path.toString()), Map.of());
    }
  }

  /**
   * Runs a command to its end, as that user.
   *
   * @throws StackStartException when it fails; with its output
   */
  void run(List<String> command, Map<String, String> environment) {
    execute(command.get(0), command(command), environment);
  }

  private static void execute(
      String program, List<String> command, Map<String, String> environment) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      builder.directory(Path.of("/").toFile());
      Process process = builder.start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new StackStartException(
            "%s failed with exit code %d:%n%s".formatted(program, process.exitValue(), output));
      }
    } catch (IOException e) {
      throw new StackStartException(program + " cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackStartException(program + " was interrupted", e);
    }
  }
}
