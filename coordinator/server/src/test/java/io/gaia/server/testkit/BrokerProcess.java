package io.gaia.server.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A real Kafka broker as a process of its own, which can be killed and started again. It runs from
 * the module infra/local/kafka, which a build of the whole house packages before this one.
 */
public final class BrokerProcess implements AutoCloseable {

  private static final Path BUILT = Path.of("..", "..", "infra", "local", "kafka", "target");

  private final Path data;
  private final int port;
  private Process process;

  private BrokerProcess(Path data, int port) {
    this.data = data;
    this.port = port;
  }

  public static boolean isBuilt() {
    return Files.isDirectory(BUILT.resolve("lib"));
  }

  public static BrokerProcess start(Path data) {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      BrokerProcess broker = new BrokerProcess(data, free.getLocalPort());
      free.close();
      broker.startAgain();
      return broker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  public void startAgain() {
    String classPath = BUILT.resolve("classes") + ":" + BUILT.resolve("lib") + "/*";
    try {
      process =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-Xmx256m",
                      "-cp",
                      classPath,
                      "io.gaia.local.kafka.KafkaBroker",
                      "--port",
                      String.valueOf(port),
                      "--data",
                      data.toString()))
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(data.resolveSibling("broker.log").toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As kill -9 does. */
  public void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
