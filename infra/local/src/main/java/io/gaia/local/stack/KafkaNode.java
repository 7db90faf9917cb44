package io.gaia.local.stack;

import io.gaia.local.layout.Checkout;
import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.ProcessSpec;
import io.gaia.local.process.ProcessSpec.Restart;
import io.gaia.local.process.ProcessSpec.Stop;
import io.gaia.schemas.topic.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The Kafka broker of a stack. */
record KafkaNode(Checkout checkout, StateDirectory state, int port, int controllerPort) {

  private static final int ANSWER_MS = 3_000;

  String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  ProcessSpec process(Map<String, String> environment) {
    return new ProcessSpec(
        "kafka",
        new JavaProcess(
                checkout.classPath("infra/local/kafka"),
                "io.gaia.local.kafka.KafkaBroker",
                512,
                state.temporary())
            .command(
                List.of(
                    "--port",
                    String.valueOf(port),
                    "--controller-port",
                    String.valueOf(controllerPort),
                    "--data",
                    state.kafka().toString())),
        environment,
        state.path(),
        this::hasBroker,
        Duration.ofSeconds(90),
        Stop.TERM,
        Restart.ALWAYS);
  }

  /** True when every topic of Gaia is there. */
  boolean hasTopics() throws Exception {
    Set<String> wanted =
        Arrays.stream(Topic.values()).map(Topic::topicName).collect(Collectors.toSet());
    try (Admin admin = admin()) {
      return admin.listTopics().names().get(ANSWER_MS, TimeUnit.MILLISECONDS).containsAll(wanted);
    }
  }

  private boolean hasBroker() throws Exception {
    try (Admin admin = admin()) {
      return !admin.describeCluster().nodes().get(ANSWER_MS, TimeUnit.MILLISECONDS).isEmpty();
    }
  }

  private Admin admin() {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers(),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            ANSWER_MS,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            ANSWER_MS,
            AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
            200));
  }
}
