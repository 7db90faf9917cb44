package io.gaia.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The checkout under test, and its commands as a user runs them. */
final class Checkout {

  private Checkout() {}

  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("infra/up"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /** Runs a command of the checkout and prints what it says; it must exit with 0. */
  static String run(String... command) {
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .directory(root().toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      System.out.println("$ " + String.join(" ", command) + "\n" + said);
      if (process.waitFor() != 0) {
        throw new AssertionError(command[0] + " exited with " + process.exitValue() + "\n" + said);
      }
      return said;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
