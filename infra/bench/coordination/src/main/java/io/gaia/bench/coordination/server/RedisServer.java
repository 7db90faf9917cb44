package io.gaia.bench.coordination.server;

import io.gaia.bench.coordination.subject.Subject;
import io.gaia.bench.coordination.subject.Target;
import io.gaia.bench.process.Servers;
import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.ProcessSpec;
import io.gaia.local.process.ProcessSpec.Restart;
import io.gaia.local.process.ProcessSpec.Stop;
import io.gaia.local.process.SupervisedProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;

/** Debian's Redis: every write is on the disk before it is answered. */
public final class RedisServer implements MeasuredServer {
  private final Servers servers;
  private final SupervisedProcess process;
  private final int port;
  private final String version;

  private RedisServer(Servers servers, SupervisedProcess process, int port, String version) {
    this.servers = servers;
    this.process = process;
    this.port = port;
    this.version = version;
  }

  public static RedisServer start(Servers servers) throws IOException, InterruptedException {
    String program = DebianProgram.find("redis-server", "redis-server", servers.progress());
    Path directory = servers.state().path().resolve("redis");
    StateDirectory.delete(directory);
    int port = servers.freePort("redis");
    List<String> command =
        List.of(
            program,
            "--port",
            String.valueOf(port),
            "--bind",
            "127.0.0.1",
            "--dir",
            directory.toString(),
            "--appendonly",
            "yes",
            "--appendfsync",
            "always",
            "--save",
            "");
    SupervisedProcess process =
        servers.start(
            new ProcessSpec(
                "redis",
                command,
                Map.of(),
                directory,
                () -> answers(port),
                Duration.ofSeconds(30),
                Stop.TERM,
                Restart.ALWAYS));
    return new RedisServer(servers, process, port, version(port));
  }

  private static boolean answers(int port) {
    try (Jedis redis = new Jedis("127.0.0.1", port)) {
      return "PONG".equals(redis.ping());
    }
  }

  private static String version(int port) {
    try (Jedis redis = new Jedis("127.0.0.1", port)) {
      return redis
          .info("server")
          .lines()
          .filter(line -> line.startsWith("redis_version:"))
          .map(line -> line.substring("redis_version:".length()))
          .findFirst()
          .orElse("?");
    }
  }

  @Override
  public Target target(Subject subject) {
    return new Target(subject, "127.0.0.1:" + port, "", process.pid().stream().toList());
  }

  @Override
  public String description() {
    return "Redis " + version + ", appendonly yes, appendfsync always";
  }

  @Override
  public void close() {
    servers.stop(process);
  }
}
