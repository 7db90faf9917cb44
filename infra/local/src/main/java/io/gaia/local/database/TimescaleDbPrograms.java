package io.gaia.local.database;

import io.gaia.local.layout.Checkout;
import io.gaia.local.process.Progress;
import io.gaia.local.process.StackStartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL with TimescaleDB: installed into a cache folder the first time. */
public final class TimescaleDbPrograms {

  private TimescaleDbPrograms() {}

  /**
   * The directory of {@code postgres}, {@code initdb} and their kin.
   *
   * @throws StackStartException when they cannot be installed; says why
   */
  public static Path install(Checkout checkout, Progress progress) {
    Path script = checkout.script("infra/local/timescaledb/install");
    try {
      Process process = new ProcessBuilder("bash", script.toString()).start();
      process.getOutputStream().close();
      List<String> said = new ArrayList<>();
      Thread listening =
          new Thread(
              () ->
                  process
                      .errorReader(StandardCharsets.UTF_8)
                      .lines()
                      .forEach(
                          line -> {
                            said.add(line);
                            progress.say(line);
                          }),
              "timescaledb-install");
      listening.start();
      String bin =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      listening.join();
      if (process.waitFor() != 0) {
        throw new StackStartException(
            "TimescaleDB cannot be installed:\n" + String.join("\n", said));
      }
      return Path.of(bin);
    } catch (IOException e) {
      throw new StackStartException(script + " cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackStartException("interrupted while TimescaleDB was installed", e);
    }
  }
}
