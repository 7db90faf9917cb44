package io.gaia.bench.coordination.server;

import io.gaia.bench.coordination.subject.Subject;
import io.gaia.bench.coordination.subject.Target;
import io.gaia.bench.process.JvmCommand;
import io.gaia.bench.process.Servers;
import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.ProcessSpec;
import io.gaia.local.process.ProcessSpec.Restart;
import io.gaia.local.process.ProcessSpec.Stop;
import io.gaia.local.process.SupervisedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Version;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/** One ZooKeeper server, which syncs its log before it answers (forceSync is on by default). */
public final class ZooKeeperServer implements MeasuredServer {
  private static final List<String> JVM = List.of("-Xmx1g", "-XX:+UseG1GC");

  private final Servers servers;
  private final SupervisedProcess process;
  private final int port;

  private ZooKeeperServer(Servers servers, SupervisedProcess process, int port) {
    this.servers = servers;
    this.process = process;
    this.port = port;
  }

  public static ZooKeeperServer start(Servers servers) throws IOException, InterruptedException {
    Path directory = servers.state().path().resolve("zookeeper");
    StateDirectory.delete(directory);
    Files.createDirectories(directory);
    int port = servers.freePort("zookeeper");
    Path configuration = directory.resolve("zoo.cfg");
    Files.writeString(
        configuration,
        """
        dataDir=%s
        clientPort=%d
        clientPortAddress=127.0.0.1
        tickTime=2000
        maxClientCnxns=0
        admin.enableServer=false
        """
            .formatted(directory.resolve("data"), port));
    SupervisedProcess process =
        servers.start(
            new ProcessSpec(
                "zookeeper",
                JvmCommand.of(
                    JVM,
                    System.getProperty("java.class.path"),
                    "org.apache.zookeeper.server.ZooKeeperServerMain",
                    configuration.toString()),
                Map.of(),
                directory,
                () -> answers(port),
                Duration.ofSeconds(60),
                Stop.TERM,
                Restart.ALWAYS));
    return new ZooKeeperServer(servers, process, port);
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
    return new Target(subject, "127.0.0.1:" + port, "", process.pid().orElse(0L));
  }

  @Override
  public String description() {
    return "ZooKeeper "
        + Version.getVersion()
        + ", one server, forceSync on; JVM "
        + String.join(" ", JVM);
  }

  @Override
  public void close() {
    servers.stop(process);
  }
}
