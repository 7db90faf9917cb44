package io.gaia.bench.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gaia.local.process.StackStartException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A measurement in a process of its own: a request goes in, a result comes out, both as JSON. */
public final class ChildJvm {
  private static final int PATIENCE_MINUTES = 10;
  private static final int LINES_SHOWN = 12;

  private final ObjectMapper json = new ObjectMapper();
  private final Path directory;

  /**
   * @param directory for what the processes say when they fail
   */
  public ChildJvm(Path directory) {
    this.directory = directory;
  }

  /**
   * Runs it on this process's class path.
   *
   * @param main reads the request from its input and prints the result
   * @throws StackStartException when it fails; with the beginning of what it said
   */
  public <T> T run(List<String> jvm, Class<?> main, Object request, Class<T> result)
      throws IOException, InterruptedException {
    return run(jvm, System.getProperty("java.class.path"), main.getName(), request, result);
  }

  /** The same on a class path of its own. */
  public <T> T run(List<String> jvm, String classPath, String main, Object request, Class<T> result)
      throws IOException, InterruptedException {
    Path answer = directory.resolve("measured.json");
    Path errors = directory.resolve("measuring.log");
    Process process =
        new ProcessBuilder(JvmCommand.of(jvm, classPath, main))
            .redirectOutput(answer.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      try (OutputStream in = process.getOutputStream()) {
        in.write(json.writeValueAsBytes(request));
      }
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new StackStartException(
            "%s failed for %s; it says:%n%s"
                .formatted(main, request, beginning(Files.readAllLines(errors))));
      }
    } finally {
      process.destroyForcibly();
    }
    return json.readValue(answer.toFile(), result);
  }

  private static String beginning(List<String> lines) {
    return String.join(
        System.lineSeparator(), lines.subList(0, Math.min(lines.size(), LINES_SHOWN)));
  }
}
