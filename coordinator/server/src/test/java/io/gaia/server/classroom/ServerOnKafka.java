package io.gaia.server.classroom;

import static org.awaitility.Awaitility.await;

import io.gaia.server.testkit.KafkaProcess;
import io.gaia.server.testkit.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A real broker that can be killed, a server that reads it, and a producer. */
final class ServerOnKafka implements AutoCloseable {

  private final Path directory;
  private final KafkaProcess broker;
  private final KafkaProducer<String, byte[]> producer;
  private RunningServer server;

  private ServerOnKafka(Path directory) {
    this.directory = directory;
    this.broker = new KafkaProcess(directory).start();
    startServer();
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.address(), "linger.ms", 0),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  static ServerOnKafka start() {
    try {
      return new ServerOnKafka(Files.createTempDirectory(Path.of("target"), "kafka-class"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it, also again after it was closed, and waits until it has read the topics. */
  void startServer() {
    server =
        RunningServer.start(
            directory,
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                broker.address(),
                "KAFKA_RETRY_INTERVAL",
                "200ms",
                "KAFKA_DELIVERY_TIMEOUT",
                "2s"));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                server.get(server.api("/classrooms"), server.token("root", "admin")).statusCode()
                    == 200);
  }

  RunningServer server() {
    return server;
  }

  KafkaProcess broker() {
    return broker;
  }

  KafkaProducer<String, byte[]> producer() {
    return producer;
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    server.close();
    broker.close();
  }
}
