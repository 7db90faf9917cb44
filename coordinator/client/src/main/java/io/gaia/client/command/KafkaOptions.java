package io.gaia.client.command;

import io.gaia.client.kafka.KafkaEventSink;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which Kafka to send to. */
final class KafkaOptions {

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description =
          "Kafka's address (default: $KAFKA_BOOTSTRAP_SERVERS, else the running local stack's).")
  private Optional<String> address = Optional.empty();

  @Option(
      names = "--connect-timeout",
      defaultValue = "60s",
      paramLabel = "TIME",
      description = "Wait for Kafka and its topics this long (default ${DEFAULT-VALUE}).")
  private Duration patience;

  /**
   * @throws io.gaia.client.kafka.KafkaUnavailableException if Kafka does not answer in time
   */
  KafkaEventSink connect(CommandSpec spec) {
    String servers =
        address
            .or(() -> Optional.ofNullable(System.getenv("KAFKA_BOOTSTRAP_SERVERS")))
            .or(() -> LocalStackFile.find().flatMap(LocalStackFile::kafka))
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "which Kafka? say --kafka HOST:PORT (no local stack runs here)"));
    try {
      return KafkaEventSink.connect(servers, patience);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** Says when Kafka does not keep up. */
  static String waitingNote(KafkaEventSink sink) {
    return sink.waiting() > 1_000 ? "waiting for Kafka: " + sink.waiting() : "";
  }
}
