package io.gaia.server.kafka;

import io.dropwizard.lifecycle.Managed;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.config.KafkaSettings;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.http.ProblemException;
import io.gaia.server.ops.DependencyState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one producer: idempotent, acknowledged by all in-sync replicas, and bounded in time, so that
 * an HTTP call can answer 503 instead of hanging. While Kafka is down, callers are refused at once.
 * Thread-safe.
 */
public final class EventPublisher implements Managed {

  private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final KafkaSettings settings;
  private final Supplier<DependencyState> kafka;
  private Optional<Producer<String, byte[]>> producer = Optional.empty();

  /**
   * @param kafka how Kafka is doing now
   */
  public EventPublisher(KafkaSettings settings, Supplier<DependencyState> kafka) {
    this.settings = settings;
    this.kafka = kafka;
  }

  /** Whether Kafka was up a moment ago. */
  public boolean isReady() {
    return kafka.get().isUp();
  }

  /**
   * Returns when Kafka has the record.
   *
   * @throws ProblemException 503 unavailable when it is not known to have it; sending it again is
   *     safe, because readers tell events apart by id
   */
  public void publish(Outgoing outgoing) {
    publishAll(List.of(outgoing));
  }

  /** As {@link #publish}, for all or a refusal (some of them may have arrived). */
  public void publishAll(List<Outgoing> outgoing) {
    SortedMap<Integer, String> unconfirmed = tryPublish(outgoing);
    if (!unconfirmed.isEmpty()) {
      throw ProblemCode.UNAVAILABLE.because(
          "Kafka did not confirm: " + unconfirmed.get(unconfirmed.firstKey()) + "; send it again");
    }
  }

  /**
   * Sends all and waits until each is confirmed or given up.
   *
   * @return the positions that Kafka is not known to have, with the reason; empty when it has all
   */
  public SortedMap<Integer, String> tryPublish(List<Outgoing> outgoing) {
    SortedMap<Integer, String> unconfirmed = new TreeMap<>();
    DependencyState state = kafka.get();
    if (!state.isUp()) {
      for (int i = 0; i < outgoing.size(); i++) {
        unconfirmed.put(i, state.detail());
      }
      return unconfirmed;
    }
    List<Future<RecordMetadata>> sent = new ArrayList<>(outgoing.size());
    try {
      for (Outgoing each : outgoing) {
        sent.add(send(each));
      }
    } catch (KafkaException e) {
      // the next ones would wait for the same thing
      for (int i = sent.size(); i < outgoing.size(); i++) {
        unconfirmed.put(i, reason(e));
      }
    }
    for (int i = 0; i < sent.size(); i++) {
      Optional<String> failure = await(sent.get(i));
      if (failure.isPresent()) {
        unconfirmed.put(i, failure.get());
      }
    }
    return unconfirmed;
  }

  private Future<RecordMetadata> send(Outgoing outgoing) {
    return producer().send(outgoing.toRecord());
  }

  private Optional<String> await(Future<RecordMetadata> sent) {
    try {
      // the producer gives up first; the margin is for a producer that is stuck
      sent.get(settings.deliveryTimeout().toMillis() * 2, TimeUnit.MILLISECONDS);
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(reason(e.getCause()));
    } catch (TimeoutException e) {
      return Optional.of("no answer in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("the coordinator is stopping");
    }
  }

  private static String reason(Throwable e) {
    LOG.warn("Kafka did not take a record: {}", e.toString());
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private synchronized Producer<String, byte[]> producer() {
    if (producer.isEmpty()) {
      // fails while the name is unknown, so it cannot be made in the constructor
      producer = Optional.of(new KafkaProducer<>(properties()));
    }
    return producer.get();
  }

  private Map<String, Object> properties() {
    int deliveryMillis = (int) settings.deliveryTimeout().toMillis();
    Map<String, Object> properties = KafkaLink.clientProperties(settings);
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, "gaia-coordinator");
    properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, deliveryMillis);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, deliveryMillis / 2));
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, deliveryMillis);
    // room above the largest value for key, headers and the batch frame
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.MAX_VALUE_BYTES + 64 * 1024);
    return properties;
  }

  @Override
  public synchronized void stop() {
    producer.ifPresent(open -> open.close(CLOSE_TIMEOUT));
  }
}
