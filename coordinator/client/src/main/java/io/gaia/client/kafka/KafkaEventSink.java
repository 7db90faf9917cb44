package io.gaia.client.kafka;

import io.gaia.client.replay.EventSink;
import io.gaia.schemas.event.SatisfactionRating;
import io.gaia.schemas.event.StudentEvent;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends metrics and ratings to their topics, keyed by student. The producer is idempotent and never
 * gives up: while the broker is down events wait in memory, then sending waits, and afterwards each
 * event is there once and in order. Not thread-safe but for the counts.
 */
public final class KafkaEventSink implements EventSink, AutoCloseable {

  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);
  private static final Duration ASK_WAIT = Duration.ofSeconds(2);
  private static final List<String> TOPICS =
      List.of(Topic.USABILITY_METRICS.topicName(), Topic.SATISFACTION_RATINGS.topicName());

  private final KafkaProducer<String, byte[]> producer;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  private KafkaEventSink(KafkaProducer<String, byte[]> producer) {
    this.producer = producer;
  }

  /**
   * @param bootstrapServers HOST:PORT, comma separated
   * @param patience how long to wait for the broker and the topics
   * @throws KafkaUnavailableException if they are not there by then
   * @throws IllegalArgumentException if the address is none
   */
  public static KafkaEventSink connect(String bootstrapServers, Duration patience) {
    try {
      awaitTopics(bootstrapServers, patience);
      return new KafkaEventSink(new KafkaProducer<>(settings(bootstrapServers)));
    } catch (KafkaException e) {
      throw new IllegalArgumentException(
          "--kafka '%s' takes HOST:PORT: %s".formatted(bootstrapServers, rootMessage(e)), e);
    }
  }

  @Override
  public void send(StudentEvent event) {
    throwFailure();
    Topic topic =
        event instanceof SatisfactionRating ? Topic.SATISFACTION_RATINGS : Topic.USABILITY_METRICS;
    producer.send(
        new ProducerRecord<>(topic.topicName(), event.studentId(), EventCodec.toBytes(event)),
        (metadata, problem) -> {
          if (problem == null) {
            acknowledged.incrementAndGet();
          } else {
            failure.compareAndSet(null, problem);
          }
        });
    sent.incrementAndGet();
  }

  @Override
  public void flush() {
    producer.flush();
    throwFailure();
  }

  /** How many events Kafka has. */
  public long acknowledged() {
    return acknowledged.get();
  }

  /** How many events wait to reach Kafka. */
  public long waiting() {
    return sent.get() - acknowledged.get();
  }

  /** Waits a few seconds for what is on its way. */
  @Override
  public void close() {
    // close waits without heeding an interrupt that came with Ctrl-C
    boolean interrupted = Thread.interrupted();
    try {
      producer.close(CLOSE_WAIT);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void throwFailure() {
    Exception problem = failure.get();
    if (problem != null) {
      throw new KafkaException("Kafka refused an event: " + problem.getMessage(), problem);
    }
  }

  private static void awaitTopics(String bootstrapServers, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                1_000));
    try {
      Exception last;
      do {
        try {
          admin
              .describeTopics(TOPICS)
              .allTopicNames()
              .get(ASK_WAIT.toMillis(), TimeUnit.MILLISECONDS);
          return;
        } catch (ExecutionException | TimeoutException e) {
          last = e;
          // a missing topic is answered at once; do not ask in a tight loop
          Thread.sleep(200);
        }
      } while (System.nanoTime() < deadline);
      throw unavailable(bootstrapServers, last);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaUnavailableException("stopped while waiting for Kafka", e);
    } finally {
      // a plain close would wait a minute for questions that nobody answers
      admin.close(Duration.ZERO);
    }
  }

  private static KafkaUnavailableException unavailable(String bootstrapServers, Exception last) {
    boolean noTopics = last.getCause() instanceof UnknownTopicOrPartitionException;
    return new KafkaUnavailableException(
        noTopics
            ? "Kafka at %s has no topics %s; a coordinator that is started on it makes them"
                .formatted(bootstrapServers, TOPICS)
            : "no Kafka broker answers at " + bootstrapServers,
        last);
  }

  private static Properties settings(String bootstrapServers) {
    Properties settings = new Properties();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 2);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.MAX_VALUE);
    settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    settings.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 1_000);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.MAX_VALUE_BYTES + 64 * 1024);
    return settings;
  }

  private static String rootMessage(Throwable problem) {
    Throwable root = problem;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }
}
