package io.gaia.server.kafka;

import io.gaia.schemas.topic.Topic;
import io.gaia.server.config.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends records in order and keeps trying while Kafka is away. In each partition a record stands
 * for the first time only after all that were sent before it: the idempotent producer never gives a
 * record up, and when it fails it is closed with all that waits in it, so that nothing overtakes.
 * For one thread.
 */
public final class OrderedPublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OrderedPublisher.class);
  private static final int FIRST_ANSWER_MS = 5_000;
  private static final long LOOK_MS = 200;

  private final KafkaSettings settings;
  private Optional<Producer<String, byte[]>> producer = Optional.empty();

  /**
   * How far it came.
   *
   * @param confirmed so many of the first records are in Kafka
   * @param failure why the next one is not; absent when all are, or when it was told to stop
   * @param isTooLarge the next one is larger than Kafka takes, and will be so again
   */
  public record Sent(int confirmed, Optional<String> failure, boolean isTooLarge) {}

  public OrderedPublisher(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * Returns when all records are confirmed, at the first that fails for good, or soon after {@code
   * goesOn} says no.
   */
  public Sent send(List<Outgoing> records, BooleanSupplier goesOn) throws InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
    try {
      for (Outgoing record : records) {
        Future<RecordMetadata> future = opened().send(record.toRecord());
        sent.add(future);
        if (hasFailed(future)) {
          // what follows must not overtake it
          break;
        }
      }
    } catch (KafkaException e) {
      close();
      return new Sent(0, Optional.of(e.toString()), false);
    }
    int confirmed = 0;
    for (Future<RecordMetadata> future : sent) {
      try {
        if (!await(future, goesOn)) {
          close();
          return new Sent(confirmed, Optional.empty(), false);
        }
        confirmed++;
      } catch (ExecutionException e) {
        close();
        Throwable cause = e.getCause();
        return new Sent(
            confirmed,
            Optional.of(String.valueOf(cause)),
            cause instanceof RecordTooLargeException);
      }
    }
    return new Sent(confirmed, Optional.empty(), false);
  }

  private static boolean hasFailed(Future<RecordMetadata> future) throws InterruptedException {
    if (!future.isDone()) {
      return false;
    }
    try {
      future.get();
      return false;
    } catch (ExecutionException e) {
      return true;
    }
  }

  private static boolean await(Future<RecordMetadata> future, BooleanSupplier goesOn)
      throws ExecutionException, InterruptedException {
    while (true) {
      try {
        future.get(LOOK_MS, TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException e) {
        if (!goesOn.getAsBoolean()) {
          return false;
        }
      }
    }
  }

  private Producer<String, byte[]> opened() {
    if (producer.isEmpty()) {
      producer = Optional.of(new KafkaProducer<>(properties()));
    }
    return producer.get();
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = KafkaLink.clientProperties(settings);
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, "gaia-coordination-relay");
    properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, FIRST_ANSWER_MS);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, FIRST_ANSWER_MS);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.MAX_VALUE_BYTES + 64 * 1024);
    return properties;
  }

  /** Drops what waits. The next {@link #send} begins anew. */
  @Override
  public void close() {
    producer.ifPresent(
        open -> {
          try {
            open.close(Duration.ZERO);
          } catch (KafkaException e) {
            LOG.debug("The producer had failed", e);
          }
        });
    producer = Optional.empty();
  }
}
