package io.gaia.server.config;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * @param bootstrapServers absent: the coordinator runs without the classroom half
 * @param topicReplication replicas of the topics that the coordinator makes
 * @param topicPartitions partitions of the topics that the coordinator makes
 * @param deliveryTimeout how long an HTTP call waits for Kafka before it answers 503
 * @param retryInterval pause between attempts to reach Kafka
 * @param clientProperties passed to every Kafka client as they are (security, for instance)
 */
public record KafkaSettings(
    Optional<HostPorts> bootstrapServers,
    @Min(value = 1, message = "takes a whole number from 1 to 10")
        @Max(value = 10, message = "takes a whole number from 1 to 10")
        int topicReplication,
    @Min(value = 1, message = "takes a whole number from 1 to 1000")
        @Max(value = 1_000, message = "takes a whole number from 1 to 1000")
        int topicPartitions,
    @NotNull Duration deliveryTimeout,
    @NotNull Duration retryInterval,
    Map<String, String> clientProperties) {

  private static final Duration LONGEST_DELIVERY = Duration.ofMinutes(10);

  public KafkaSettings {
    clientProperties = clientProperties == null ? Map.of() : Map.copyOf(clientProperties);
  }

  @AssertTrue(message = "KAFKA_DELIVERY_TIMEOUT takes a duration up to 10m")
  public boolean isDeliveryBounded() {
    return deliveryTimeout == null || deliveryTimeout.compareTo(LONGEST_DELIVERY) <= 0;
  }
}
