package io.gaia.bench.coordination.server;

import io.gaia.local.process.Progress;
import io.gaia.local.process.StackStartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A peer's server out of Debian's packages; installed when it is missing and we are root. */
final class DebianProgram {
  private DebianProgram() {}

  /**
   * The path of the program.
   *
   * @throws StackStartException when it cannot be had; says how to get it
   */
  static String find(String program, String debianPackage, Progress progress)
      throws IOException, InterruptedException {
    Optional<Path> found = onPath(program);
    if (found.isPresent()) {
      return found.get().toString();
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      throw new StackStartException(
          "%s is needed: sudo apt-get install %s, or leave the peer out with --skip"
              .formatted(program, debianPackage));
    }
    progress.say("installing " + debianPackage);
    install(debianPackage);
    return onPath(program)
        .orElseThrow(() -> new StackStartException(debianPackage + " brought no " + program))
        .toString();
  }

  private static Optional<Path> onPath(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static void install(String debianPackage) throws IOException, InterruptedException {
    // runlevel 1: the package must not start a server of its own
    String script =
        "export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1; apt-get update"
            + " && apt-get install --yes --no-install-recommends "
            + debianPackage;
    Process process = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new StackStartException(debianPackage + " cannot be installed:\n" + said.strip());
    }
  }
}
