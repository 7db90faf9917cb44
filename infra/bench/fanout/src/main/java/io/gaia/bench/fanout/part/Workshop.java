package io.gaia.bench.fanout.part;

import io.gaia.bench.fanout.Plan;
import io.gaia.bench.fanout.load.FanoutLoad;
import io.gaia.bench.fanout.load.LoadRequest;
import io.gaia.bench.fanout.load.LoadResult;
import io.gaia.bench.fanout.server.Measured;
import io.gaia.bench.process.ChildJvm;
import io.gaia.bench.process.Servers;
import io.gaia.local.process.Progress;
import java.io.IOException;
import java.util.List;

/**
 * What the parts work with.
 *
 * @param subjects who is measured, Gaia first
 */
public record Workshop(
    Plan plan, List<Measured> subjects, Servers servers, ChildJvm child, Progress progress) {
  private static final double MICROS_PER_MILLI = 1_000;
  private static final List<String> LOAD_JVM =
      List.of(
          "-Xms512m",
          "-Xmx512m",
          "-XX:+UseSerialGC",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=error");

  LoadResult drive(Measured subject, int readers, double perSecond)
      throws IOException, InterruptedException {
    LoadResult result =
        child.run(
            LOAD_JVM,
            FanoutLoad.class,
            new LoadRequest(
                subject.target(), readers, perSecond, plan.warmUpSeconds(), plan.seconds()),
            LoadResult.class);
    servers.requireAlive();
    progress.say(
        "    %s, %,d readers: %,.0f frames/s, p50 %.1f ms, p99 %.1f ms"
            .formatted(
                subject.name(),
                readers,
                result.framesPerSecond(),
                result.p50() / MICROS_PER_MILLI,
                result.p99() / MICROS_PER_MILLI));
    return result;
  }
}
