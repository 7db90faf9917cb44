package io.gaia.local.kafka;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * One Kafka node (KRaft, broker and controller in one process) for one machine. The data directory
 * is formatted at the first start and kept after that, also when the process was killed.
 *
 * <p>A write that was acknowledged survives the death of the process; like every single Kafka node,
 * it is only as safe from a power cut as the page cache.
 */
@Command(
    name = "kafka-broker",
    mixinStandardHelpOptions = true,
    description = "Runs one Kafka node (KRaft) until it is stopped.")
public final class KafkaBroker implements Callable<Integer> {

  @Option(
      names = "--port",
      required = true,
      paramLabel = "PORT",
      description = "Where clients connect.")
  private int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "HOST",
      description = "Address to listen on and to tell clients (default: ${DEFAULT-VALUE}).")
  private String host;

  @Option(
      names = "--controller-port",
      defaultValue = "0",
      paramLabel = "PORT",
      description = "Where the node talks to itself; 0 takes a free one (default).")
  private int controllerPort;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Where the logs live; made and formatted at the first start.")
  private Path data;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A broker setting that overrides ours; may be repeated.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    System.exit(new CommandLine(new KafkaBroker()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    requirePort("--port", port, 1);
    requirePort("--controller-port", controllerPort, 0);
    int quorumPort = controllerPort == 0 ? BrokerSettings.freePort(host) : controllerPort;
    Properties settings = BrokerSettings.of(host, port, quorumPort, data);
    settings.putAll(overrides);
    LogDirectory.formatWhenNew(data, BrokerSettings.NODE_ID, BrokerSettings.CONTROLLER);

    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "kafka-shutdown"));
    server.startup();
    System.out.printf("Kafka listens on %s:%d, data in %s%n", host, port, data);
    server.awaitShutdown();
    return 0;
  }

  private void requirePort(String option, int value, int lowest) {
    if (value < lowest || value > 65_535) {
      throw new ParameterException(
          spec.commandLine(),
          "%s takes a port from %d to 65535, not %d".formatted(option, lowest, value));
    }
  }
}
