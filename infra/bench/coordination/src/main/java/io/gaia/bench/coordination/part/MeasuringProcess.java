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

  private static final double COUNTED_OF_WARM_UP = 0.25;
  private static final double STILL_QUICKER = 1.05;

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

  /** Drives a server that has just started, as often as the plan says and it gets quicker. */
  void warmUp(LoadRequest request, Plan plan) throws IOException, InterruptedException {
    double counted = plan.firstWarmUpSeconds() * COUNTED_OF_WARM_UP;
    double best = 0;
    for (int round = 0; round < plan.firstWarmUps(); round++) {
      double rate = drive(request.during(plan.firstWarmUpSeconds() - counted, counted)).perSecond();
      servers.progress().say("    %.0f/s".formatted(rate));
      if (rate < best * STILL_QUICKER) {
        return;
      }
      best = Math.max(best, rate);
    }
  }

  CoreResult measure(CoreRequest request) throws IOException, InterruptedException {
    return child.run(CORE_JVM, CoreMeasurement.class, request, CoreResult.class);
  }
}
