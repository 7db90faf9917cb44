package io.gaia.bench.detection.part;

import io.gaia.bench.detection.Plan;
import io.gaia.bench.detection.load.Topics;
import io.gaia.bench.process.ChildJvm;
import io.gaia.bench.process.KafkaServer;
import io.gaia.bench.process.Servers;
import io.gaia.local.layout.Checkout;
import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the parts work with.
 *
 * @param subjects who is measured
 */
public record Workshop(
    Plan plan,
    List<Subject> subjects,
    Checkout checkout,
    Servers servers,
    ChildJvm child,
    Progress progress) {

  /** Threads that take events, of whomever is measured. */
  public static final int PARALLELISM = 2;

  /** Of whomever is measured, too. */
  public static final List<String> ENGINE_JVM =
      List.of(
          "-Xms6g",
          "-Xmx6g",
          "-XX:+UseG1GC",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
          // Flink's serializers look into these
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.time=ALL-UNNAMED");

  private static final List<String> KAFKA_JVM = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC");

  /** A broker with Gaia's topics, and nothing in them. */
  KafkaServer kafka() throws IOException, InterruptedException {
    KafkaServer kafka = KafkaServer.start(servers, checkout, KAFKA_JVM);
    Topics.create(kafka.address());
    return kafka;
  }

  /** An empty directory for the engine's state. */
  Path engineDirectory() throws IOException {
    Path directory = servers.state().path().resolve("engine");
    if (Files.exists(directory)) {
      StateDirectory.delete(directory);
    }
    return Files.createDirectories(directory);
  }
}
