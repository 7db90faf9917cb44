package io.gaia.bench.process;

import io.gaia.local.layout.Checkout;
import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.ProcessSpec;
import io.gaia.local.process.ProcessSpec.Readiness;
import io.gaia.local.process.ProcessSpec.Restart;
import io.gaia.local.process.ProcessSpec.Stop;
import io.gaia.local.process.SupervisedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One broker without any records, for one benchmark. Its clients wait for it. */
public final class KafkaServer implements AutoCloseable {
  private final Servers servers;
  private final int port;
  private final SupervisedProcess process;

  private KafkaServer(Servers servers, int port, SupervisedProcess process) {
    this.servers = servers;
    this.port = port;
    this.process = process;
  }

  public static KafkaServer start(Servers servers, Checkout checkout, List<String> jvm)
      throws IOException, InterruptedException {
    Path data = servers.state().kafka();
    if (Files.exists(data)) {
      StateDirectory.delete(data);
    }
    int port = servers.freePort("kafka");
    List<String> command =
        JvmCommand.of(
            jvm,
            checkout.classPath("infra/local/kafka"),
            "io.gaia.local.kafka.KafkaBroker",
            "--port",
            String.valueOf(port),
            "--data",
            data.toString());
    ProcessSpec spec =
        new ProcessSpec(
            "kafka",
            command,
            Map.of(),
            servers.state().path(),
            Readiness.AT_ONCE,
            Duration.ofMinutes(2),
            Stop.TERM,
            Restart.ALWAYS);
    return new KafkaServer(servers, port, servers.start(spec));
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    servers.stop(process);
  }
}
