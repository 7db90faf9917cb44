package io.gaia.bench.detection.part;

import io.gaia.bench.detection.Plan.Delays;
import io.gaia.bench.detection.load.DelayLoad;
import io.gaia.bench.detection.load.DelayRequest;
import io.gaia.bench.detection.load.DelayResult;
import io.gaia.bench.engine.EngineRequest;
import io.gaia.bench.process.JvmCommand;
import io.gaia.bench.process.KafkaServer;
import io.gaia.bench.report.Numbers;
import io.gaia.bench.report.Section;
import io.gaia.bench.report.Table;
import io.gaia.local.process.ProcessSpec;
import io.gaia.local.process.ProcessSpec.Readiness;
import io.gaia.local.process.ProcessSpec.Restart;
import io.gaia.local.process.ProcessSpec.Stop;
import io.gaia.local.process.SupervisedProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How soon after an event its alert is in {@code teacher-alerts}. */
public final class DelayPart {
  private static final List<String> LOAD_JVM =
      List.of(
          "-Xms512m",
          "-Xmx512m",
          "-XX:+UseSerialGC",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=error");

  private DelayPart() {}

  /**
   * @param measured by its name and rate, for programs
   */
  private record Measured(String name, int rate, DelayResult result) {}

  public static List<Section> measure(Workshop workshop) throws IOException, InterruptedException {
    List<Measured> all = new ArrayList<>();
    for (Subject subject : workshop.subjects()) {
      if (subject.detects()) {
        for (int rate : workshop.plan().delays().rates()) {
          all.add(new Measured(subject.name(), rate, run(workshop, subject, rate)));
        }
      }
    }
    return List.of(section(all));
  }

  /** Broker and engine are new for each rate, so that none inherits what another left undone. */
  private static DelayResult run(Workshop workshop, Subject subject, int rate)
      throws IOException, InterruptedException {
    Delays delays = workshop.plan().delays();
    try (KafkaServer kafka = workshop.kafka()) {
      SupervisedProcess engine = workshop.servers().start(engine(workshop, subject, kafka));
      DelayResult result =
          workshop
              .child()
              .run(
                  LOAD_JVM,
                  DelayLoad.class,
                  new DelayRequest(kafka.address(), rate, delays.warmUpSeconds(), delays.seconds()),
                  DelayResult.class);
      workshop.servers().requireAlive();
      workshop.servers().stop(engine);
      workshop
          .progress()
          .say(
              "    %s, %,d events/s: p50 %s ms, p99 %s ms"
                  .formatted(
                      subject.name(),
                      rate,
                      Numbers.millis(result.p50()),
                      Numbers.millis(result.p99())));
      return result;
    }
  }

  private static ProcessSpec engine(Workshop workshop, Subject subject, KafkaServer kafka)
      throws IOException {
    EngineRequest endless =
        new EngineRequest(
            subject.job(),
            kafka.address(),
            Workshop.PARALLELISM,
            workshop.engineDirectory().toString(),
            Long.MAX_VALUE,
            0,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            0);
    return new ProcessSpec(
        "engine",
        JvmCommand.of(
            Workshop.ENGINE_JVM,
            workshop.checkout().classPath(subject.module()),
            subject.main(),
            endless.toJson()),
        Map.of(),
        workshop.servers().state().path(),
        // it serves when the first alert is there
        Readiness.AT_ONCE,
        Duration.ofMinutes(2),
        Stop.TERM,
        Restart.ALWAYS);
  }

  private static Section section(List<Measured> all) {
    List<List<String>> rows = new ArrayList<>();
    for (Measured one : all) {
      DelayResult result = one.result();
      rows.add(
          List.of(
              "%s, %,d events/s".formatted(one.name(), one.rate()),
              Numbers.whole(result.sentPerSecond()),
              Numbers.millis(result.p50()),
              Numbers.millis(result.p99()),
              Numbers.millis(result.p999()),
              Numbers.millis(result.max()),
              Numbers.whole(result.alerts()),
              Numbers.whole(result.missing())));
    }
    return new Section(
        "From the event to the alert",
        "A school at work at a fixed rate, and each second 50 students who err four times. Counted"
            + " from when the error that made the alert was due, until its record is read from"
            + " teacher-alerts. Events do not wait for answers. Milliseconds. Missing: not there"
            + " half a minute after the last event.",
        new Table(
            List.of("", "sent, events/s", "p50", "p99", "p99.9", "max", "alerts", "missing"), rows),
        List.of(),
        all);
  }
}
