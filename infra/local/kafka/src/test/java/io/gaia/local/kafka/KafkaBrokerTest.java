package io.gaia.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts the broker as it is started for real: a process of its own. */
@Timeout(120)
class KafkaBrokerTest {

  @TempDir Path directory;

  private int port;
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void choosePort() throws Exception {
    port = BrokerSettings.freePort("127.0.0.1");
  }

  @AfterEach
  void stopProcesses() throws Exception {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void acknowledged_records_survive_a_kill_and_the_cluster_keeps_its_id() throws Exception {
    Process first = start();
    String clusterId = clusterId();
    makeTopic("kept");
    send("kept", "before the kill");

    first.destroyForcibly().waitFor();
    start();

    assertThat(clusterId()).isEqualTo(clusterId);
    send("kept", "after the kill");
    assertThat(valuesOf("kept", 2)).containsExactly("before the kill", "after the kill");
  }

  @Test
  void a_topic_that_nobody_made_is_refused() throws Exception {
    start();
    clusterId();

    try (Admin admin = Admin.create(clientSettings())) {
      assertThatThrownBy(
              () ->
                  admin
                      .describeTopics(List.of("misspelt"))
                      .allTopicNames()
                      .get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
    }
    try (KafkaProducer<String, String> producer = producer(Duration.ofSeconds(2))) {
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>("misspelt", "x")).get())
          .isInstanceOf(ExecutionException.class);
    }
  }

  @Test
  void a_polite_stop_ends_the_process() throws Exception {
    Process broker = start();
    clusterId();

    broker.destroy();

    assertThat(broker.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_port_that_is_none_is_named_with_what_it_takes() throws Exception {
    port = 70_000;
    Process broker = start();

    assertThat(broker.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(broker.exitValue()).isNotZero();
    assertThat(log()).contains("--port takes a port from 1 to 65535, not 70000");
  }

  private Process start() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                KafkaBroker.class.getName(),
                "--port",
                String.valueOf(port),
                "--data",
                directory.resolve("kafka").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
            .start();
    processes.add(process);
    return process;
  }

  private Path logFile() {
    return directory.resolve("kafka.log");
  }

  private String log() throws Exception {
    return Files.readString(logFile());
  }

  private Map<String, Object> clientSettings() {
    return Map.of("bootstrap.servers", "127.0.0.1:" + port);
  }

  private String clusterId() throws Exception {
    try (Admin admin = Admin.create(clientSettings())) {
      return admin.describeCluster().clusterId().get(60, TimeUnit.SECONDS);
    }
  }

  private void makeTopic(String name) throws Exception {
    try (Admin admin = Admin.create(clientSettings())) {
      admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
    }
  }

  private KafkaProducer<String, String> producer(Duration patience) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", "127.0.0.1:" + port, "max.block.ms", (int) patience.toMillis()),
        new StringSerializer(),
        new StringSerializer());
  }

  private void send(String topic, String value) throws Exception {
    try (KafkaProducer<String, String> producer = producer(Duration.ofSeconds(30))) {
      producer.send(new ProducerRecord<>(topic, value)).get(60, TimeUnit.SECONDS);
    }
  }

  private List<String> valuesOf(String topic, int expected) {
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(clientSettings(), new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      List<String> values = new ArrayList<>();
      while (values.size() < expected) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
      return values;
    }
  }
}
