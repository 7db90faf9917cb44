package io.gaia.bench.coordination.part;

import io.gaia.bench.coordination.Plan;
import io.gaia.bench.coordination.core.CoreMeasurement;
import io.gaia.bench.coordination.core.CoreRequest;
import io.gaia.bench.coordination.core.CoreResult;
import io.gaia.bench.coordination.load.LoadGenerator;
import io.gaia.bench.coordination.load.LoadRequest;
import io.gaia.bench.coordination.load.LoadResult;
import io.gaia.bench.process.ChildJvm;
import io.gaia.bench.process.Servers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Runs a measurement in a process of its own. */
public final class MeasuringProcess {
  private static final List<String> LOAD_JVM =
      List.of(
          "-Xms512m",
          "-Xmx512m",
          "-XX:+UseSerialGC",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
  private static final List<String> CORE_JVM = List.of("-Xmx6g", "-XX:+UseG1GC");

  private final ChildJvm child;
  private final Servers servers;

  /**
   * @param directory for what the processes say when they fail
   */
  public MeasuringProcess(Path directory, Servers servers) {
    this.child = new ChildJvm(directory);
    this.servers = servers;
  }

  LoadResult drive(LoadRequest request) throws IOException, InterruptedException {
    LoadResult result = child.run(LOAD_JVM, LoadGenerator.class, request, LoadResult.class);
    servers.requireAlive();
    return result;
  }

  /** Drives a server that has just started. */
  void warmUp(LoadRequest request, Plan plan) throws IOException, InterruptedException {
    drive(request.during(plan.firstWarmUpSeconds(), 0.5));
  }

  CoreResult measure(CoreRequest request) throws IOException, InterruptedException {
    return child.run(CORE_JVM, CoreMeasurement.class, request, CoreResult.class);
  }
}
