package io.gaia.local.flink;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The settings of a small cluster that notices a death within seconds. */
record FlinkConfiguration(Path home, Path checkpoints, int restPort, int rpcPort, int metricsPort) {

  /** Room for the three jobs of Gaia and some of the user's own. */
  static final int SLOTS = 8;

  /** The JVM's side of the memory settings below. */
  static final List<String> TASK_MANAGER_MEMORY =
      List.of(
          "-Xms256m",
          "-Xmx832m", // framework and task heap
          "-XX:MaxDirectMemorySize=320m", // network, framework and task off-heap
          "-XX:MaxMetaspaceSize=256m",
          "-XX:+UseSerialGC",
          // as for our own programs: soon fast, not later faster
          "-XX:TieredStopAtLevel=1");

  static final String LOGGING =
      """
      status = error
      monitorInterval = 30
      appender.out.type = Console
      appender.out.name = out
      appender.out.layout.type = PatternLayout
      appender.out.layout.pattern = %d{ISO8601} %-5p %c{1}: %m%n
      rootLogger.level = info
      rootLogger.appenderRef.out.ref = out
      logger.kafka.name = org.apache.kafka
      logger.kafka.level = warn
      logger.pekko.name = org.apache.pekko
      logger.pekko.level = warn
      # these speak at every checkpoint and every pause of a topic
      logger.checkpoints.name = org.apache.flink.runtime.checkpoint.CheckpointCoordinator
      logger.checkpoints.level = warn
      logger.sources.name = org.apache.flink.runtime.source
      logger.sources.level = warn
      logger.connectors.name = org.apache.flink.connector
      logger.connectors.level = warn
      logger.operators.name = org.apache.flink.streaming
      logger.operators.level = warn
      logger.settings.name = org.apache.flink.configuration.GlobalConfiguration
      logger.settings.level = warn
      """;

  String yaml() {
    Map<String, String> settings = new TreeMap<>();
    settings.putAll(addresses());
    settings.putAll(memory());
    settings.putAll(recovery());
    settings.putAll(metrics());
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + ": " + setting.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private Map<String, String> addresses() {
    return Map.ofEntries(
        Map.entry("jobmanager.rpc.address", "127.0.0.1"),
        Map.entry("jobmanager.bind-host", "127.0.0.1"),
        Map.entry("jobmanager.rpc.port", String.valueOf(rpcPort)),
        Map.entry("taskmanager.host", "127.0.0.1"),
        Map.entry("taskmanager.bind-host", "127.0.0.1"),
        Map.entry("rest.address", "127.0.0.1"),
        Map.entry("rest.bind-address", "127.0.0.1"),
        Map.entry("rest.port", String.valueOf(restPort)),
        Map.entry("web.upload.dir", home.resolve("upload").toString()),
        Map.entry("io.tmp.dirs", home.resolve("tmp").toString()));
  }

  /** For Prometheus, as the coordinator's. */
  private Map<String, String> metrics() {
    return Map.of(
        "metrics.reporters", "prom",
        "metrics.reporter.prom.factory.class",
            "org.apache.flink.metrics.prometheus.PrometheusReporterFactory",
        "metrics.reporter.prom.port", String.valueOf(metricsPort));
  }

  private Map<String, String> memory() {
    return Map.ofEntries(
        Map.entry("taskmanager.numberOfTaskSlots", String.valueOf(SLOTS)),
        Map.entry("taskmanager.cpu.cores", "2.0"),
        Map.entry("taskmanager.memory.framework.heap.size", "128m"),
        Map.entry("taskmanager.memory.task.heap.size", "704m"),
        Map.entry("taskmanager.memory.framework.off-heap.size", "128m"),
        Map.entry("taskmanager.memory.task.off-heap.size", "64m"),
        Map.entry("taskmanager.memory.network.min", "128m"),
        Map.entry("taskmanager.memory.network.max", "128m"),
        Map.entry("taskmanager.memory.managed.size", "64m"),
        Map.entry("taskmanager.memory.jvm-metaspace.size", "256m"),
        Map.entry("taskmanager.memory.jvm-overhead.min", "192m"),
        Map.entry("taskmanager.memory.jvm-overhead.max", "192m"),
        Map.entry("jobmanager.memory.heap.size", "512m"),
        Map.entry("parallelism.default", "1"));
  }

  private Map<String, String> recovery() {
    return Map.ofEntries(
        Map.entry("heartbeat.interval", "1 s"),
        Map.entry("heartbeat.timeout", "5 s"),
        // a TaskManager that comes back under its old name replaces the one that died at once
        Map.entry("taskmanager.resource-id", "taskmanager-1"),
        Map.entry("restart-strategy.type", "exponential-delay"),
        Map.entry("restart-strategy.exponential-delay.initial-backoff", "500 ms"),
        Map.entry("restart-strategy.exponential-delay.max-backoff", "5 s"),
        Map.entry("restart-strategy.exponential-delay.backoff-multiplier", "1.5"),
        Map.entry("restart-strategy.exponential-delay.reset-backoff-threshold", "1 min"),
        Map.entry("state.backend.type", "hashmap"),
        Map.entry("execution.checkpointing.interval", "5 s"),
        Map.entry("execution.checkpointing.min-pause", "1 s"),
        Map.entry("execution.checkpointing.storage", "filesystem"),
        Map.entry("execution.checkpointing.dir", checkpoints.toUri().toString()),
        Map.entry(
            "execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION"),
        Map.entry("execution.checkpointing.num-retained", "2"));
  }
}
