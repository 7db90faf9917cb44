package io.gaia.bench.fanout.server;

import io.gaia.bench.fanout.load.Target;
import io.gaia.bench.fanout.peer.EchoServer;
import io.gaia.bench.process.JvmCommand;
import io.gaia.bench.process.Servers;
import io.gaia.local.process.ProcessSpec;
import io.gaia.local.process.ProcessSpec.Restart;
import io.gaia.local.process.ProcessSpec.Stop;
import io.gaia.local.process.SupervisedProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.util.Jetty;

/** The bare Jetty, which sends each message for itself, or in batches as the hub does. */
public final class EchoPeer implements Measured {
  private final Servers servers;
  private final boolean inBatches;
  private final int port;
  private final SupervisedProcess process;

  private EchoPeer(Servers servers, boolean inBatches, int port, SupervisedProcess process) {
    this.inBatches = inBatches;
    this.servers = servers;
    this.port = port;
    this.process = process;
  }

  public static EchoPeer start(Servers servers, boolean inBatches)
      throws IOException, InterruptedException {
    String name = inBatches ? "echo-in-batches" : "echo";
    int port = servers.freePort(name);
    SupervisedProcess process =
        servers.start(
            new ProcessSpec(
                name,
                JvmCommand.of(
                    JVM,
                    System.getProperty("java.class.path"),
                    EchoServer.class.getName(),
                    String.valueOf(port),
                    inBatches ? EchoServer.BATCHES : ""),
                Map.of(),
                servers.state().path(),
                () -> answers(port),
                Duration.ofSeconds(60),
                Stop.TERM,
                Restart.ALWAYS));
    return new EchoPeer(servers, inBatches, port, process);
  }

  private static boolean answers(int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (SocketChannel channel = SocketChannel.open(address)) {
      return channel.isConnected();
    }
  }

  @Override
  public String name() {
    return inBatches ? "bare Jetty, in batches" : "bare Jetty";
  }

  @Override
  public String description() {
    return "Jetty %s, its core WebSocket alone, %s; JVM %s"
        .formatted(
            Jetty.VERSION,
            inBatches ? "what has come together in one write a socket" : "a write a message",
            String.join(" ", JVM));
  }

  @Override
  public Target target() {
    return new Target(port, process.pid().orElseThrow(), List.of(), "");
  }

  @Override
  public void close() {
    servers.stop(process);
  }
}
