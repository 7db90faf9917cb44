package io.gaia.bench.coordination.server;

import io.gaia.bench.coordination.subject.Subject;
import io.gaia.bench.coordination.subject.Target;
import io.gaia.bench.process.Servers;
import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.ProcessSpec;
import io.gaia.local.process.ProcessSpec.Readiness;
import io.gaia.local.process.ProcessSpec.Restart;
import io.gaia.local.process.ProcessSpec.Stop;
import io.gaia.local.process.StackStartException;
import io.gaia.local.process.SupervisedProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** etcd out of Debian's package; it syncs its log before it answers. */
public final class EtcdServer implements MeasuredServer {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Servers servers;
  private final List<SupervisedProcess> processes;
  private final List<String> urls;
  private final String version;

  private EtcdServer(
      Servers servers, List<SupervisedProcess> processes, List<String> urls, String version) {
    this.servers = servers;
    this.processes = List.copyOf(processes);
    this.urls = List.copyOf(urls);
    this.version = version;
  }

  /** Starts so many empty members that serve as one. */
  public static EtcdServer start(Servers servers, int nodes)
      throws IOException, InterruptedException {
    String program = DebianProgram.find("etcd", "etcd-server", servers.progress());
    Path directory = servers.state().path().resolve("etcd");
    StateDirectory.delete(directory);
    List<String> urls = freeUrls(servers, nodes);
    List<String> peers = freeUrls(servers, nodes);
    String members =
        IntStream.range(0, nodes)
            .mapToObj(i -> "etcd-" + i + "=" + peers.get(i))
            .collect(Collectors.joining(","));
    List<SupervisedProcess> processes = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      String name = "etcd-" + i;
      List<String> command =
          List.of(
              program,
              "--name=" + name,
              "--data-dir=" + directory.resolve(name),
              "--listen-client-urls=" + urls.get(i),
              "--advertise-client-urls=" + urls.get(i),
              "--listen-peer-urls=" + peers.get(i),
              "--initial-advertise-peer-urls=" + peers.get(i),
              "--initial-cluster=" + members,
              "--initial-cluster-state=new",
              "--log-level=error");
      processes.add(
          servers.start(
              new ProcessSpec(
                  name,
                  command,
                  Map.of(),
                  directory,
                  Readiness.AT_ONCE,
                  PATIENCE,
                  Stop.TERM,
                  Restart.ALWAYS)));
    }
    for (String url : urls) {
      awaitHealthy(url);
    }
    return new EtcdServer(servers, processes, urls, version(program));
  }

  private static List<String> freeUrls(Servers servers, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "http://127.0.0.1:" + servers.freePort("etcd"))
        .toList();
  }

  private static void awaitHealthy(String url) throws InterruptedException {
    long began = System.nanoTime();
    while (!isHealthy(url)) {
      if (System.nanoTime() - began > PATIENCE.toNanos()) {
        throw new StackStartException("etcd does not answer at " + url);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  private static boolean isHealthy(String url) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "/health"))
              .timeout(Duration.ofSeconds(2))
              .build();
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static String version(String program) throws IOException {
    Process process = new ProcessBuilder(program, "--version").start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said.lines().findFirst().orElse("?").replace("etcd Version: ", "");
  }

  @Override
  public Target target(Subject subject) {
    return new Target(subject, String.join(",", urls), "", Servers.pids(processes));
  }

  @Override
  public String description() {
    return "etcd %s, members: %d, shipped settings (fsync on)".formatted(version, urls.size());
  }

  @Override
  public void close() {
    processes.forEach(servers::stop);
  }
}
