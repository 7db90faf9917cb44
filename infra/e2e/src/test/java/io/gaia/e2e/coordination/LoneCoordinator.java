package io.gaia.e2e.coordination;

import io.gaia.client.auth.Role;
import io.gaia.client.auth.TokenMinter;
import io.gaia.local.layout.Checkout;
import io.gaia.local.process.LogTail;
import io.gaia.local.process.Ports;
import io.gaia.local.process.Signals;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A coordinator as a process of its own, without Kafka and PostgreSQL, that faults can befall. */
final class LoneCoordinator implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Pattern LOG_SEGMENT = Pattern.compile("log_(?:inprogress_)?(\\d+).*");

  private final Path directory;
  private final Map<String, String> settings;
  private final String host;
  private final List<String> inside;
  private final int port;
  private final int adminPort;
  private final int clusterPort;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private Process process;

  /**
   * @param directory for everything it writes; kept over restarts
   */
  LoneCoordinator(Path directory, Map<String, String> settings) throws IOException {
    this(directory, settings, new Ports(false, text -> {}, new Random()));
    launch();
  }

  /** One that is not launched yet. */
  LoneCoordinator(Path directory, Map<String, String> settings, Ports ports) throws IOException {
    this(directory, settings, ports, "127.0.0.1", List.of());
  }

  /**
   * One that is not launched yet.
   *
   * @param inside what its command begins with, to run in a place where it has that address
   */
  LoneCoordinator(
      Path directory, Map<String, String> settings, Ports ports, String host, List<String> inside)
      throws IOException {
    this.host = host;
    this.inside = inside;
    this.directory = Files.createDirectories(directory);
    this.settings = new HashMap<>(settings);
    port = ports.any("HTTP");
    adminPort = ports.any("admin");
    clusterPort = ports.any("Raft");
  }

  /** Where others of its group find it. */
  String clusterAddress() {
    return host + ":" + clusterPort;
  }

  /** From the next launch on. */
  void set(String variable, String value) {
    settings.put(variable, value);
  }

  URI url() {
    return URI.create("http://" + host + ":" + port);
  }

  /** {@code SIGSTOP}: it lives and answers nobody until {@link #thaw}. */
  void freeze() throws IOException, InterruptedException {
    Signals.send("STOP", process.pid());
  }

  void thaw() throws IOException, InterruptedException {
    Signals.send("CONT", process.pid());
  }

  /** Whether it is frozen, as the kernel has it. */
  boolean isFrozen() throws IOException {
    String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).startsWith("T");
  }

  /** Requests that its kernel has received and it has not read. */
  long unreadRequests() throws IOException {
    return UnreadSockets.at(port);
  }

  /** {@code SIGTERM}: it stops as it is meant to. */
  void stop() {
    process.destroy();
    process.onExit().join();
  }

  URI api() {
    return URI.create(url() + "/api/v1");
  }

  /** An agent's token; the key is the coordinator's own. */
  String token(String subject) throws IOException {
    return TokenMinter.fromKeyFile(directory.resolve("signing.key"))
        .mint(List.of(Role.AGENT), subject, List.of(), Duration.ofHours(6));
  }

  /** {@code kill -9}. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  void launch() throws IOException {
    List<String> command = new ArrayList<>(inside);
    command.addAll(
        List.of(
            Checkout.java(),
            "-Xmx768m",
            "-XX:+UseSerialGC",
            // starts sooner; here it is started often
            "-XX:TieredStopAtLevel=1",
            "-cp",
            checkout().classPath("coordinator/server"),
            "io.gaia.server.app.GaiaApplication",
            "server",
            checkout().root().resolve("coordinator/server/coordinator.yml").toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(
            Map.of(
                "HTTP_PORT",
                String.valueOf(port),
                "ADMIN_PORT",
                String.valueOf(adminPort),
                "CLUSTER_BIND_ADDR",
                clusterAddress(),
                "CLUSTER_DATA_DIR",
                disk().toString(),
                "AUTH_SIGNING_KEY_FILE",
                directory.resolve("signing.key").toString(),
                "KAFKA_BOOTSTRAP_SERVERS",
                "",
                "DATABASE_URL",
                "",
                "LOG_LEVEL",
                "WARN"));
    builder.environment().putAll(settings);
    process =
        builder
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
  }

  private static Checkout checkout() {
    return Checkout.around(Path.of(""));
  }

  Path log() {
    return directory.resolve("coordinator.log");
  }

  /** For what its {@link Machine} keeps. */
  Path machine() {
    return directory.resolve("machine");
  }

  /** All that it has to keep. */
  Path disk() {
    return directory.resolve("raft");
  }

  /** Returns once it leads and answers. */
  void awaitServing() throws IOException {
    String token = token("starter");
    Awaitility.await("the coordinator serves; its log is " + log())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .failFast(this::requireAlive)
        .ignoreExceptionsMatching(IOException.class::isInstance)
        .until(() -> get("/queue", token) == 200);
  }

  void requireAlive() {
    if (!process.isAlive()) {
      throw new AssertionError("it ended: " + LogTail.lastLines(log(), 0, 20));
    }
  }

  private int get(String path, String token) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create(api() + path))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(10))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /**
   * Launches it again if it ended, as whoever watches over processes does; tells whether it had.
   */
  boolean launchIfEnded() throws IOException {
    if (process.isAlive()) {
      return false;
    }
    launch();
    return true;
  }

  /** What a crash in the middle of a write leaves. To be called while it is down. */
  void tearLastRecord() throws IOException {
    OpenSegment.below(disk()).appendHalfARecord();
  }

  /** The first entry of the log that is on its disk. */
  long logStart() throws IOException {
    try (Stream<Path> files = Files.walk(disk())) {
      return files
          .map(file -> LOG_SEGMENT.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .mapToLong(segment -> Long.parseLong(segment.group(1)))
          .min()
          .orElse(0);
    }
  }

  /** The checksum of each snapshot on its disk, by the snapshot's name, which has its log entry. */
  Map<String, String> snapshots() throws IOException {
    Map<String, String> checksums = new HashMap<>();
    try (Stream<Path> files = Files.walk(disk())) {
      for (Path file : files.filter(each -> each.toString().endsWith(".md5")).toList()) {
        checksums.put(file.getFileName().toString(), Files.readString(file).split(" ", 2)[0]);
      }
    }
    return checksums;
  }

  /** Keeps aside what is on the disk. To be called while it is down. */
  void keepAside() throws IOException {
    copy(disk(), directory.resolve("aside"));
  }

  /** Breaks its promise: the disk is as it was when it was kept aside. */
  void forgetSince() throws IOException {
    Directories.empty(disk());
    copy(directory.resolve("aside"), disk());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copied = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copied.getParent());
        Files.copy(file, copied);
      }
    }
  }

  @Override
  public void close() {
    kill();
  }
}
