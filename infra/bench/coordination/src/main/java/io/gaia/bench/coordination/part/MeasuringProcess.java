package io.gaia.bench.coordination.part;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gaia.bench.coordination.Plan;
import io.gaia.bench.coordination.core.CoreMeasurement;
import io.gaia.bench.coordination.core.CoreRequest;
import io.gaia.bench.coordination.core.CoreResult;
import io.gaia.bench.coordination.load.LoadGenerator;
import io.gaia.bench.coordination.load.LoadRequest;
import io.gaia.bench.coordination.load.LoadResult;
import io.gaia.bench.coordination.server.JvmCommand;
import io.gaia.bench.coordination.server.Servers;
import io.gaia.local.process.StackStartException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a measurement in a process of its own: a request goes in, a result comes out. */
public final class MeasuringProcess {
  private static final List<String> LOAD_JVM =
      List.of(
          "-Xms512m",
          "-Xmx512m",
          "-XX:+UseSerialGC",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
  private static final List<String> CORE_JVM = List.of("-Xmx6g", "-XX:+UseG1GC");
  private static final int PATIENCE_MINUTES = 10;
  private static final int LINES_SHOWN = 12;

  private final ObjectMapper json = new ObjectMapper();
  private final Path directory;
  private final Servers servers;

  /**
   * @param directory for what the processes say when they fail
   */
  public MeasuringProcess(Path directory, Servers servers) {
    this.directory = directory;
    this.servers = servers;
  }

  LoadResult drive(LoadRequest request) throws IOException, InterruptedException {
    LoadResult result = run(LOAD_JVM, LoadGenerator.class, request, LoadResult.class);
    servers.requireAlive();
    return result;
  }

  /** Drives a server that has just started. */
  void warmUp(LoadRequest request, Plan plan) throws IOException, InterruptedException {
    drive(request.during(plan.firstWarmUpSeconds(), 0.5));
  }

  CoreResult measure(CoreRequest request) throws IOException, InterruptedException {
    return run(CORE_JVM, CoreMeasurement.class, request, CoreResult.class);
  }

  private <T> T run(List<String> jvm, Class<?> main, Object request, Class<T> result)
      throws IOException, InterruptedException {
    Path answer = directory.resolve("measured.json");
    Path errors = directory.resolve("measuring.log");
    Process process =
        new ProcessBuilder(
                JvmCommand.of(jvm, System.getProperty("java.class.path"), main.getName()))
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
                .formatted(main.getSimpleName(), request, end(Files.readAllLines(errors))));
      }
    } finally {
      process.destroyForcibly();
    }
    return json.readValue(answer.toFile(), result);
  }

  private static String end(List<String> lines) {
    return String.join(
        System.lineSeparator(), lines.subList(0, Math.min(lines.size(), LINES_SHOWN)));
  }
}
