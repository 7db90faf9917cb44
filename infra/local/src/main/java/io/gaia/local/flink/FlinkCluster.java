package io.gaia.local.flink;

import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.ProcessSpec;
import io.gaia.local.process.ProcessSpec.Restart;
import io.gaia.local.process.ProcessSpec.Stop;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A Flink session cluster of one JobManager and one TaskManager, each a process. */
public final class FlinkCluster {

  private static final String JOB_MANAGER =
      "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
  private static final String TASK_MANAGER =
      "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";

  // Flink serializes classes of the JDK by reflection: the openings of its own distribution
  private static final List<String> OPENINGS =
      List.of(
          "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-opens=java.base/java.io=ALL-UNNAMED",
          "--add-opens=java.base/java.net=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/java.text=ALL-UNNAMED",
          "--add-opens=java.base/java.time=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent.locks=ALL-UNNAMED");

  private final String java;
  private final String classPath;
  private final Path home;
  private final int restPort;
  private final int rpcPort;
  private final Map<String, Integer> metricsPorts;
  private final FlinkClient client;

  /**
   * @param home for configuration, uploaded jars, checkpoints and temporary files
   * @param metricsPorts where {@code jobmanager} and {@code taskmanager} answer Prometheus
   */
  public FlinkCluster(
      String java,
      String classPath,
      Path home,
      int restPort,
      int rpcPort,
      Map<String, Integer> metricsPorts) {
    this.java = java;
    this.classPath = classPath;
    this.home = home;
    this.restPort = restPort;
    this.rpcPort = rpcPort;
    this.metricsPorts = new TreeMap<>(metricsPorts);
    this.client = new FlinkClient(url());
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + restPort);
  }

  public FlinkClient client() {
    return client;
  }

  /** Each answers Prometheus; the jobs' own numbers are at the TaskManager's. */
  public List<String> metricsUrls() {
    return metricsPorts.values().stream()
        .map(port -> "http://127.0.0.1:" + port + "/metrics")
        .toList();
  }

  public Path checkpoints() {
    return home.resolve("checkpoints");
  }

  /** Writes the configuration of both processes. */
  public void configure() throws IOException {
    for (String process : metricsPorts.keySet()) {
      FlinkConfiguration configuration =
          new FlinkConfiguration(home, checkpoints(), restPort, rpcPort, metricsPorts.get(process));
      Path conf = conf(process);
      Files.createDirectories(conf);
      Files.writeString(conf.resolve("config.yaml"), configuration.yaml());
      Files.writeString(conf.resolve("log4j2.properties"), FlinkConfiguration.LOGGING);
    }
    // left by a cluster that was killed
    StateDirectory.delete(home.resolve("upload"));
    StateDirectory.delete(home.resolve("tmp"));
    for (String directory : List.of("checkpoints", "upload", "tmp")) {
      Files.createDirectories(home.resolve(directory));
    }
  }

  public ProcessSpec jobManager(Map<String, String> environment, Path log) {
    return process(
        "jobmanager",
        List.of(
            "-Xmx512m",
            "-XX:MaxMetaspaceSize=256m",
            "-XX:+UseSerialGC",
            // it starts and stops jobs: not worth the costlier compiler
            "-XX:TieredStopAtLevel=1"),
        JOB_MANAGER,
        List.of("--executionMode", "cluster"),
        environment,
        log,
        client::answers);
  }

  public ProcessSpec taskManager(Map<String, String> environment, Path log) {
    return process(
        "taskmanager",
        FlinkConfiguration.TASK_MANAGER_MEMORY,
        TASK_MANAGER,
        List.of(),
        environment,
        log,
        () -> client.slots() >= FlinkConfiguration.SLOTS);
  }

  private ProcessSpec process(
      String name,
      List<String> memory,
      String main,
      List<String> arguments,
      Map<String, String> environment,
      Path log,
      ProcessSpec.Readiness readiness) {
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(memory);
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-Djava.io.tmpdir=" + home.resolve("tmp"));
    command.add("-Dlog4j.configurationFile=" + conf(name).resolve("log4j2.properties").toUri());
    // the web page shows this file
    command.add("-Dlog.file=" + log);
    command.addAll(OPENINGS);
    command.addAll(List.of("-cp", classPath, main, "--configDir", conf(name).toString()));
    command.addAll(arguments);
    return new ProcessSpec(
        name,
        command,
        environment,
        home,
        readiness,
        Duration.ofSeconds(90),
        Stop.TERM,
        Restart.ALWAYS);
  }

  private Path conf(String process) {
    return home.resolve("conf-" + process);
  }
}
