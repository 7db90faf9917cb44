package io.gaia.bench.coordination.server;

import io.gaia.bench.coordination.subject.Subject;
import io.gaia.bench.coordination.subject.Target;
import io.gaia.bench.process.JvmCommand;
import io.gaia.bench.process.Servers;
import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.ProcessSpec;
import io.gaia.local.process.ProcessSpec.Readiness;
import io.gaia.local.process.ProcessSpec.Restart;
import io.gaia.local.process.ProcessSpec.Stop;
import io.gaia.local.process.StackStartException;
import io.gaia.local.process.SupervisedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.zookeeper.Version;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/** ZooKeeper, which syncs its log before it answers (forceSync is on by default). */
public final class ZooKeeperServer implements MeasuredServer {
  private static final List<String> JVM = List.of("-Xmx1g", "-XX:+UseG1GC");

  private static final int TRIES = 30;

  private final Servers servers;
  private final List<SupervisedProcess> processes;
  private final List<Integer> ports;

  private ZooKeeperServer(Servers servers, List<SupervisedProcess> processes, List<Integer> ports) {
    this.servers = servers;
    this.processes = List.copyOf(processes);
    this.ports = List.copyOf(ports);
  }

  /** Starts so many empty servers that serve as one. */
  public static ZooKeeperServer start(Servers servers, int nodes)
      throws IOException, InterruptedException {
    Path directory = servers.state().path().resolve("zookeeper");
    StateDirectory.delete(directory);
    List<Integer> ports = new ArrayList<>();
    StringBuilder members = new StringBuilder();
    for (int i = 1; i <= nodes; i++) {
      ports.add(servers.freePort("zookeeper"));
      if (nodes > 1) {
        members.append(
            "server.%d=127.0.0.1:%d:%d%n"
                .formatted(i, servers.freePort("quorum"), servers.freePort("election")));
      }
    }
    List<SupervisedProcess> processes = new ArrayList<>();
    for (int i = 1; i <= nodes; i++) {
      processes.add(launch(servers, directory.resolve("" + i), i, ports.get(i - 1), members));
    }
    for (int port : ports) {
      awaitAnswer(port);
    }
    return new ZooKeeperServer(servers, processes, ports);
  }

  private static SupervisedProcess launch(
      Servers servers, Path directory, int id, int port, CharSequence members)
      throws IOException, InterruptedException {
    Files.createDirectories(directory.resolve("data"));
    Files.writeString(directory.resolve("data/myid"), String.valueOf(id));
    Path configuration = directory.resolve("zoo.cfg");
    Files.writeString(
        configuration,
        """
        dataDir=%s
        clientPort=%d
        clientPortAddress=127.0.0.1
        tickTime=2000
        initLimit=10
        syncLimit=5
        maxClientCnxns=0
        admin.enableServer=false
        %s
        """
            .formatted(directory.resolve("data"), port, members));
    return servers.start(
        new ProcessSpec(
            "zookeeper-" + id,
            JvmCommand.of(
                JVM,
                System.getProperty("java.class.path"),
                "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                configuration.toString()),
            Map.of(),
            directory,
            Readiness.AT_ONCE,
            Duration.ofSeconds(60),
            Stop.TERM,
            Restart.ALWAYS));
  }

  private static void awaitAnswer(int port) throws IOException, InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      if (answers(port)) {
        return;
      }
    }
    throw new StackStartException("ZooKeeper does not answer at port " + port);
  }

  private static boolean answers(int port) throws IOException, InterruptedException {
    CountDownLatch connected = new CountDownLatch(1);
    ZooKeeper client =
        new ZooKeeper(
            "127.0.0.1:" + port,
            5_000,
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            });
    try {
      return connected.await(2, TimeUnit.SECONDS);
    } finally {
      client.close();
    }
  }

  @Override
  public Target target(Subject subject) {
    String all = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    return new Target(subject, all, "", Servers.pids(processes));
  }

  @Override
  public String description() {
    return "ZooKeeper %s, servers: %d, forceSync on; JVM %s"
        .formatted(Version.getVersion(), ports.size(), String.join(" ", JVM));
  }

  @Override
  public void close() {
    processes.forEach(servers::stop);
  }
}
